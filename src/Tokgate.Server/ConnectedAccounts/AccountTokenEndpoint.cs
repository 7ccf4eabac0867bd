using System.Text.Json;
using Tokgate.Server.Apis;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>TikTok's access token of a connected account, for an application that proves itself and may read such tokens.</summary>
/// <remarks>
/// Owns <c>POST /me/v1/connected-accounts/accounts/{id}/token</c>, for people whom only the application knows; who signed in here has the token exchange as well. The permission is the
/// application's (T-55) and no scope stands for it.
/// </remarks>
internal sealed class AccountTokenEndpoint(IAccountLinkStore store, AccountDoor door, TokenDoor tokens, TikTokVault vault, TimeProvider time)
{
    public const string Path = ConnectedAccountEndpoints.AccountPath + "/token";

    public async Task HandleAsync(HttpContext context)
    {
        if (await door.OpenBodyAsync(context, MyAccountScopes.Read) is not ({ } caller, var body))
        {
            return;
        }

        var (answer, refusal) = await ReadAsync(context, caller, body);
        await (answer is { IsActive: true } ? RespondAsync(context, answer.AccessToken.Reveal(), answer.Grant) : ResponseWriter.WriteAsync(context, refusal!)); // one of the two is there
    }

    private async Task<(TokenAnswer? Answer, OAuthError? Refusal)> ReadAsync(HttpContext context, AccountCaller caller, JsonElement body)
    {
        if (caller.Client is not { Type: ClientType.Confidential, MayReadTikTokTokens: true })
        {
            return (null, TokenRefusal.NotAllowed);
        }

        if (TokenQuestion.Read(body.Text("min_ttl"), body.Text("refused_generation"), body.Text("scope"), out var error) is not { } question)
        {
            return (null, error);
        }

        var id = (string?)context.GetRouteValue("id");
        var accounts = caller.UserId is null ? [] : await store.ListAsync(caller.UserId, context.RequestAborted);
        return accounts.FirstOrDefault(account => string.Equals(account.Id, id, StringComparison.Ordinal)) is { } mine && await vault.FindAsync(mine.Id, context.RequestAborted) is { } grant
            ? await tokens.ReadAsync(grant, question, context.RequestAborted)
            : (null, TokenRefusal.NoGrant);
    }

    private ValueTask RespondAsync(HttpContext context, string token, Grant grant)
    {
        var left = Math.Max(0, (long)(grant.AccessExpiresAt - time.GetUtcNow()).TotalSeconds);
        return ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, (token, grant, left), static (json, given) =>
        {
            json.WriteString("access_token"u8, given.token);
            json.WriteString("token_type"u8, "Bearer"u8);
            json.WriteNumber("expires_in"u8, given.left);
            json.WriteString("scope"u8, string.Join(' ', given.grant.Scopes));
            json.WriteNumber("tokgate_generation"u8, given.grant.Generation);
        });
    }
}
