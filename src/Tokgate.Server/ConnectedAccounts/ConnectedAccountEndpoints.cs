using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>The TikTok accounts that somebody has here.</summary>
/// <remarks>
/// Owns <c>GET /me/v1/connected-accounts/accounts</c>, <c>DELETE …/accounts/{id}</c> and <c>GET …/connections</c>. To disconnect ends the grant at TikTok too, and with it whatever else
/// TikTok lets this app do for that account. An id is looked up among what is this person's: another's is as good as none.
/// </remarks>
internal sealed class ConnectedAccountEndpoints(IAccountLinkStore store, AccountDoor door, ConnectionDirectory connections, TikTokVault vault, AuditTrail trail)
{
    public const string AccountsPath = "/me/v1/connected-accounts/accounts";
    public const string AccountPath = AccountsPath + "/{id}";
    public const string ConnectionsPath = "/me/v1/connected-accounts/connections";

    public async Task ListAsync(HttpContext context)
    {
        if (await door.OpenAsync(context, MyAccountScopes.Read) is not { } caller)
        {
            return;
        }

        var accounts = caller.UserId is null ? [] : await store.ListAsync(caller.UserId, context.RequestAborted);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, accounts, static (json, accounts) =>
        {
            json.WriteStartArray("accounts"u8);
            foreach (var account in accounts)
            {
                json.WriteStartObject();
                AccountJson.Write(json, account);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public async Task ConnectionsAsync(HttpContext context)
    {
        if (await door.OpenAsync(context, MyAccountScopes.Read) is not { } caller)
        {
            return;
        }

        var open = connections.All.Where(connection => connection is { Config.IsActiveForConnectedAccounts: true, Live: not null } && caller.Client.Connections?.Contains(connection.Name, StringComparer.Ordinal) != false);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, open, static (json, open) =>
        {
            json.WriteStartArray("connections"u8);
            foreach (var connection in open)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, connection.Name);
                json.WriteString("strategy"u8, connection.IsDouyin ? "douyin"u8 : "oauth2"u8);
                json.WriteStartArray("scopes"u8);
                foreach (var scope in connection.Config.Live?.ApprovedScopes ?? [])
                {
                    json.WriteStringValue(scope);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public async Task DeleteAsync(HttpContext context)
    {
        if (await door.OpenAsync(context, MyAccountScopes.Delete) is not { } caller)
        {
            return;
        }

        var id = (string?)context.GetRouteValue("id");
        var accounts = caller.UserId is null ? [] : await store.ListAsync(caller.UserId, context.RequestAborted);
        if (accounts.FirstOrDefault(account => string.Equals(account.Id, id, StringComparison.Ordinal)) is not { } mine)
        {
            await ResponseWriter.WriteAsync(context, new OAuthError("not_found", "This person has no such connected account.") { Status = StatusCodes.Status404NotFound });
            return;
        }

        // What has begun is not given up when the caller is.
        var outcome = await vault.RevokeAsync(mine.Id, CancellationToken.None);
        trail.Record(trail.New(AuditNames.TikTokDisconnected) with { UserId = caller.UserId, Connection = mine.Connection, TikTokApp = mine.TikTokApp, Subject = mine.Id, Cause = outcome.ToString() });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
