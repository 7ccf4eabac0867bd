using System.Text.Json.Nodes;
using Tokgate.TikTok;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>What TikTok gave for a link, and what is shown of the account.</summary>
internal sealed record LinkResult(string Connection, string TikTokApp, string OpenId, TikTokScopes Granted, TikTokTokens Tokens, JsonObject Claims)
{
    public override string ToString() => "***";
}
