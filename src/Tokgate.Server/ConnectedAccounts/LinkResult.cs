using System.Text.Json.Nodes;
using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>What TikTok gave for a link: the grant, still without its owner, and what is shown of the account.</summary>
internal sealed record LinkResult(GrantHandOver HandOver, JsonObject Claims)
{
    public GrantHandOver OwnedBy(string userId) => new()
    {
        TikTokApp = HandOver.TikTokApp,
        Connection = HandOver.Connection,
        Owner = userId,
        OpenId = HandOver.OpenId,
        Scopes = HandOver.Scopes,
        AccessToken = HandOver.AccessToken,
        AccessExpiresAt = HandOver.AccessExpiresAt,
        RefreshToken = HandOver.RefreshToken,
        RefreshExpiresAt = HandOver.RefreshExpiresAt,
        AuthorizedAt = HandOver.AuthorizedAt,
    };

    public override string ToString() => "***";
}
