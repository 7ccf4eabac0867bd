using System.Text.Json;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;
using Tokgate.Server.Users;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.Management;

/// <summary>TikTok's tokens for the operator's own programs, which have no token of the person.</summary>
/// <remarks>
/// Owns <c>GET /api/v2/users/{id}/federated-connections-tokensets</c> (Auth0's path: which TikTok grants a person has and how they stand, without a token) and
/// <c>GET /api/v2/users/{id}/grants/{grant}/token</c> (the access token itself, fresh). Both need the scope read:grant_tokens, which no other scope implies, and
/// every token that is given out stands in the audit trail. Does not own how tokens stay fresh (the vault), nor the exchange by a person's token (Token).
/// </remarks>
internal sealed class GrantTokenEndpoints(ManagementCaller caller, TokenDoor door, IUserStore users, AuditTrail trail, TimeProvider time)
{
    public const string ListPath = ApiDirectory.ManagementPath + "users/{id}/federated-connections-tokensets";
    public const string TokenPath = ApiDirectory.ManagementPath + "users/{id}/grants/{grant}/token";

    private static readonly OAuthError Blocked = new("user_blocked", "The person is blocked here, so nobody acts for them.") { Status = StatusCodes.Status409Conflict, ErrorId = ErrorIds.TokenReadOfBlocked };

    public async Task ListAsync(HttpContext context, string id)
    {
        if (await caller.RefuseAsync(context, ManagementScopes.ReadGrantTokens) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        var grants = await door.ListAsync(id, context.RequestAborted);
        await ResponseWriter.WriteArrayAsync(context, grants, Write);
    }

    public async Task ReadAsync(HttpContext context, string id, string grant)
    {
        if (await caller.RefuseAsync(context, ManagementScopes.ReadGrantTokens) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        if (RequestReader.ReadQuery(context.Request, out var query) is not null || query.Repeated is not null)
        {
            await RefuseAsync(context, OAuthError.InvalidRequest("The query is malformed or has a parameter twice."));
            return;
        }

        if (TokenQuestion.Read(query["min_ttl"], query["refused_generation"], query["scope"], out var error) is not { } question)
        {
            await RefuseAsync(context, error!); // set when nothing is read
            return;
        }

        // Among this person's own: another's grant is as good as none.
        if ((await door.ListAsync(id, context.RequestAborted)).FirstOrDefault(known => string.Equals(known.Id, grant, StringComparison.Ordinal)) is not { } found)
        {
            await RefuseAsync(context, Problem.NotFound);
            return;
        }

        // Who is blocked is blocked for whoever acts for them too (T-41).
        if (await users.FindAsync(id, context.RequestAborted) is not { Status: UserStatus.Active })
        {
            await RefuseAsync(context, Blocked);
            return;
        }

        var (answer, unavailable) = await door.ReadAsync(found, question, context.RequestAborted);
        if (answer is not { IsActive: true })
        {
            // What an application is told as a bad request is here a fact about the grant.
            await RefuseAsync(context, unavailable!.Status == StatusCodes.Status400BadRequest ? unavailable with { Status = StatusCodes.Status409Conflict } : unavailable); // one of the two is there
            return;
        }

        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, answer, Write);
    }

    private ValueTask RefuseAsync(HttpContext context, OAuthError error)
    {
        trail.Record(trail.New(AuditNames.ManagementRefused) with { Cause = error.Code, ErrorId = error.ErrorId, LogId = error.LogId });
        return Problem.WriteAsync(context, error);
    }

    private void Write(Utf8JsonWriter json, TokenAnswer answer)
    {
        var grant = answer.Grant!; // it is active
        json.WriteString("access_token"u8, answer.AccessToken!.Reveal()); // as above
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteNumber("expires_in"u8, Math.Max(0, (long)(grant.AccessExpiresAt - time.GetUtcNow()).TotalSeconds));
        WriteState(json, grant);
    }

    private static void Write(Utf8JsonWriter json, Grant grant)
    {
        json.WriteString("id"u8, grant.Id);
        json.WriteString("connection"u8, grant.Connection);
        json.WriteString("tiktok_app"u8, grant.TikTokApp);
        json.WriteString("open_id"u8, grant.OpenId);
        WriteState(json, grant);
        json.WriteString("issued_at"u8, grant.RefreshedAt);
        json.WriteString("expires_at"u8, grant.AccessExpiresAt);
        if (grant.RefreshExpiresAt is { } end)
        {
            json.WriteString("refresh_expires_at"u8, end);
        }

        json.WriteString("authorized_at"u8, grant.AuthorizedAt);
        if (grant.LastAttempt is { } attempt)
        {
            json.WriteString("cause"u8, attempt.Cause.ToString());
            json.WriteString("log_id"u8, attempt.LogId);
        }
    }

    private static void WriteState(Utf8JsonWriter json, Grant grant)
    {
        json.WriteString("scope"u8, string.Join(' ', grant.Scopes));
        json.WriteString("state"u8, GrantStateName.Of(grant.State));
        json.WriteNumber("generation"u8, grant.Generation);
    }
}
