using Tokgate.TikTok;

namespace Tokgate.Server.Token;

/// <summary>A code of TikTok's that is one caller's alone, with what TikTok wants to hear beside it.</summary>
internal sealed record TakenCode(AuthorizationCode Code, string RedirectUri, CodeVerifier? Verifier)
{
    public override string ToString() => "***";
}
