using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

/// <summary>A new grant with its code, inside the transaction of whoever has one: a sign-in commits user, session, grant and code at once.</summary>
internal sealed class GrantWriting(TimeProvider time)
{
    public Task AddAsync(TokgateDbContext context, AuthorizedRequest request, Handle code)
    {
        var now = time.GetUtcNow();
        var scopes = string.Join(' ', request.Scopes);
        var upstreamScopes = string.Join(' ', request.UpstreamScopes);
        return context.Sql.ExecuteAsync(
            $"""
            insert into grants (id, client_id, user_id, session_id, is_offline, redirect_uri, scopes, audience, claims_request, upstream_scopes,
                auth_time, acr, nonce, code_hash, code_challenge, created_at, expires_at)
            values ({request.GrantId ?? RandomId.New()}, {request.ClientId}, {request.UserId}, {request.SessionId}, {request.IsOffline}, {request.RedirectUri}, {scopes}, {request.Audience},
                {request.ClaimsRequest?.Json}, {upstreamScopes}, {request.AuthenticatedAt.ToUnixTimeMilliseconds()}, {request.Acr}, {request.Nonce}, {code.Hash()},
                {request.CodeChallenge}, {now.ToUnixTimeMilliseconds()}, {(now + AuthorizationCode.Lifetime).ToUnixTimeMilliseconds()})
            """);
    }
}
