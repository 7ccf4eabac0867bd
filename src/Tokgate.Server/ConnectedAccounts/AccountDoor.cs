using System.Text.Json;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>The opening of every call at <c>/me/v1/connected-accounts</c>: a token for this API with the scope that the call needs, and for whom it is.</summary>
internal sealed class AccountDoor(AccessTokenVerification verification, ApiDirectory apis, ClientDirectory clients, IAccountLinkStore store, RequestLimits limits, AuditTrail trail)
{
    public const string ExternalUser = "external_user_id";

    private const int MaxExternalId = 255;

    /// <summary>For a call without a body. Null if it was refused, which is answered then.</summary>
    public async ValueTask<AccountCaller?> OpenAsync(HttpContext context, string scope)
    {
        var unreadable = RequestReader.ReadQuery(context.Request, out var query);
        return await TellAsync(context, unreadable is null ? await OpenAsync(context, scope, query[ExternalUser], authenticatedAt: null) : (null, unreadable));
    }

    /// <summary>For a call with a body of JSON, one object. No caller if it was refused, which is answered then.</summary>
    public async ValueTask<(AccountCaller? Caller, JsonElement Body)> OpenBodyAsync(HttpContext context, string scope)
    {
        var (body, unreadable) = await ReadAsync(context);
        return (await TellAsync(context, unreadable is null ? await OpenAsync(context, scope, body.Text(ExternalUser), body.Instant("auth_time")) : (null, unreadable)), body);
    }

    private static async ValueTask<AccountCaller?> TellAsync(HttpContext context, (AccountCaller? Caller, OAuthError? Error) opened)
    {
        if (opened.Error is { } refused)
        {
            await ResponseWriter.WriteAsync(context, refused);
        }

        return opened.Caller;
    }

    // With the token of a person it is that person. With an application's own it says in each request whom it means.
    private async ValueTask<(AccountCaller? Caller, OAuthError? Error)> OpenAsync(HttpContext context, string scope, string? externalId, DateTimeOffset? authenticatedAt)
    {
        var (token, error) = await BearerRequest.ReadAsync(context, mayUseForm: false);
        if (error is not null)
        {
            CrossOrigin.AllowRefusal(context);
            return (null, error);
        }

        if (await verification.VerifyAsync(token, context.RequestAborted) is not { } claims || !claims.Audience.Contains(apis.MyAccount.Audience, StringComparer.Ordinal)
            || await clients.FindAsync(claims.ClientId, context.RequestAborted) is not { IsActive: true } client)
        {
            CrossOrigin.AllowRefusal(context);
            return (null, OAuthError.InvalidToken);
        }

        CrossOrigin.Allow(context, client.Origins);
        var about = trail.About();
        (about.ClientId, about.UserId, about.SessionId) = (claims.ClientId, claims.Grant?.UserId, claims.Grant?.SessionId);
        if (!claims.Scope.Contains(scope, StringComparer.Ordinal))
        {
            return (null, OAuthError.InsufficientScope(scope));
        }

        if (claims.Grant is { } grant)
        {
            return limits.TakeUser(grant.UserId) is { } wait ? (null, OAuthError.TooManyRequests(wait))
                : externalId is not null ? (null, OAuthError.InvalidRequest($"With a person's token it is that person: leave {ExternalUser} out."))
                : (new AccountCaller(client.Client, grant.UserId, new AccountHolder(client.Client.Id, grant.UserId, grant.SessionId, null), grant.AuthenticatedAt), null);
        }

        if (limits.TakeClient(claims.ClientId, address: null) is { } pause)
        {
            return (null, OAuthError.TooManyRequests(pause));
        }

        if (externalId is not { Length: > 0 and <= MaxExternalId } || !AllowedText.AllowsAll(externalId))
        {
            return (null, OAuthError.InvalidRequest($"With an application's own token {ExternalUser} must say for whom: your own id of the person, at most {MaxExternalId} printable ASCII characters, nothing that changes hands such as a name."));
        }

        var userId = await store.FindUserAsync(client.Client.Id, externalId, context.RequestAborted);
        about.UserId = userId;
        return (new AccountCaller(client.Client, userId, new AccountHolder(client.Client.Id, null, null, externalId), authenticatedAt), null);
    }

    private static async ValueTask<(JsonElement Body, OAuthError? Error)> ReadAsync(HttpContext context)
    {
        var (bytes, error) = await RequestReader.ReadBytesAsync(context.Request, context.RequestAborted);
        if (error is null && context.Request.HasJsonContentType() && StrictJson.TryParseObject(bytes, out var body))
        {
            return (body, null);
        }

        CrossOrigin.AllowRefusal(context);
        return (default, error ?? (context.Request.HasJsonContentType()
            ? OAuthError.InvalidRequest("The body must be one JSON object in UTF-8, without a member twice.")
            : OAuthError.InvalidRequest("The body must be application/json.") with { Status = StatusCodes.Status415UnsupportedMediaType }));
    }
}
