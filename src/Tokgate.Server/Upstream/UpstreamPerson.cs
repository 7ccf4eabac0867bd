using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>Whom TikTok has just vouched for, the tokens that it gave for it, and what the person granted.</summary>
internal sealed record UpstreamPerson(TikTokUser User, TikTokTokens Tokens, TikTokScopes Granted)
{
    public override string ToString() => "***";
}
