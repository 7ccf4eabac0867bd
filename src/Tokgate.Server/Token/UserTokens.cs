using Tokgate.Server.AccessTokens;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>What both grants of a user end with: an access token that names the grant, and an ID token if the scopes ask for one.</summary>
internal sealed class UserTokens(AccessTokenIssuer accessTokens, IdTokenIssuer idTokens, Issuer issuer, TimeProvider time)
{
    // The grant's expiry as it is now, which for a code is not what was read.
    public async ValueTask<TokenResponse> IssueAsync(
        Client client, Grant grant, DateTimeOffset grantExpiresAt, IReadOnlyList<string> scopes, string? refreshToken, string? nonce, CancellationToken cancellationToken)
    {
        var left = grantExpiresAt - time.GetUtcNow();
        var lifetime = left < client.AccessTokenLifetime ? TimeSpan.FromSeconds(Math.Max(1, Math.Floor(left.TotalSeconds))) : client.AccessTokenLifetime;
        IReadOnlyList<string> audience = grant.Audience is null ? [issuer.Value] : [issuer.Value, grant.Audience];
        var claims = new AccessTokenClaims(grant.UserId, client.Id, audience, scopes, KeyValuePair.Create(GrantStanding.Name, grant.Id));
        var accessToken = await accessTokens.IssueAsync(claims, lifetime, cancellationToken);
        return new TokenResponse(accessToken, lifetime)
        {
            Scope = scopes,
            UpstreamScope = grant.UpstreamScopes,
            RefreshToken = refreshToken,
            IdToken = scopes.Contains(Scope.OpenId, StringComparer.Ordinal) ? await idTokens.IssueAsync(client, grant, nonce, accessToken, cancellationToken) : null,
        };
    }

    /// <summary>RFC 8707: a token request may repeat the API that was authorized, and not name another.</summary>
    public static OAuthError? WrongTarget(Parameters form, Grant grant) =>
        IsOther(form["audience"], grant) || IsOther(form["resource"], grant) ? OAuthError.InvalidTarget("The user did not authorize tokens for this API.") : null;

    private static bool IsOther(string? target, Grant grant) => target is not null && !string.Equals(target, grant.Audience, StringComparison.Ordinal);
}
