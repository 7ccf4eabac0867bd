using Tokgate.Server.AccessTokens;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.Token;

/// <summary>
/// RFC 8693: a token of ours, which this very client holds for a person, becomes TikTok's access token of that person. Under Auth0's names for the same it is the
/// same. Whoever may sign people in may not do this: it is a permission of its own (T-55). Nothing is used up, neither the token that is presented nor a refresh token.
/// </summary>
internal sealed class TokenExchangeGrant(
    string grantType, AccessTokenVerification verification, IRefreshTokenStore refreshTokens, TokenDoor door, Microsoft.Extensions.Options.IOptions<GrantsOptions> options, AuditTrail trail, TimeProvider time) : ITokenGrant
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    private const string Auth0TokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";

    private static readonly OAuthError NotValid = OAuthError.InvalidGrant("The subject_token is unknown, used, expired, revoked or another client's.");

    public string GrantType => grantType;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var (client, form) = (request.Client, request.Form);
        if (client.Type != ClientType.Confidential || !client.MayReadTikTokTokens)
        {
            return TokenRefusal.NotAllowed;
        }

        if (Malformed(form) is { } malformed)
        {
            return malformed;
        }

        if (FindConnection(client, form, out var error) is not { } connection
            || TokenQuestion.Read(form["tokgate_min_ttl"], form["tokgate_refused_generation"], form["scope"], out error) is not { } question)
        {
            return error!; // set when nothing is found
        }

        if (await FindSubjectAsync(form, client, cancellationToken) is not { } ours)
        {
            return NotValid;
        }

        GrantAudit.About(trail, ours);
        if (await door.FindAsync(ours.UserId, connection, form["login_hint"], cancellationToken) is not { } grant)
        {
            return TokenRefusal.NoGrant;
        }

        var (answer, refusal) = await door.ReadAsync(grant, question, cancellationToken);
        return answer is { IsActive: true } ? Respond(answer.AccessToken.Reveal(), answer.Grant, form["requested_token_type"]) : refusal!; // one of the two is there
    }

    private TokenResponse Respond(string token, Tokgate.Vault.Grant grant, string? wanted)
    {
        var left = grant.AccessExpiresAt - time.GetUtcNow();
        return new TokenResponse(token, left > TimeSpan.Zero ? left : TimeSpan.Zero)
        {
            Scope = [.. grant.Scopes],
            IssuedTokenType = wanted ?? (grantType == GrantTypes.TokenExchange ? AccessTokenType : Auth0TokenType),
            Generation = grant.Generation,
            GrantState = grant.State == GrantState.Active ? null : GrantStateName.Of(grant.State),
        };
    }

    private static OAuthError? Malformed(Parameters form) =>
        form["subject_token"] is null ? OAuthError.InvalidRequest("The parameter subject_token is missing.")
        : form["subject_token_type"] is not (AccessTokenType or RefreshTokenType) ? OAuthError.InvalidRequest("The subject_token_type is missing, or is neither an access token's nor a refresh token's.")
        : form["requested_token_type"] is not (null or AccessTokenType or Auth0TokenType) ? OAuthError.InvalidRequest("Only an access token can be requested.")
        : form.Has("actor_token") || form.Has("actor_token_type") ? OAuthError.InvalidRequest("There is no acting for somebody else here: leave actor_token out.")
        : form.Has("resource") ? OAuthError.InvalidTarget("The target is a connection: name it as audience or connection.")
        : null;

    private Connection? FindConnection(Client client, Parameters form, out OAuthError? error)
    {
        var (audience, named) = (form["audience"], form["connection"]);
        error = audience is null && named is null ? OAuthError.InvalidRequest("The request must name a connection, as audience or connection.")
            : audience is not null && named is not null && !string.Equals(audience, named, StringComparison.Ordinal) ? OAuthError.InvalidTarget("The audience and the connection differ.")
            : null;
        if (error is not null)
        {
            return null;
        }

        var name = (audience ?? named)!; // one of them is there
        var found = client.Connections is null || client.Connections.Contains(name, StringComparer.Ordinal) ? door.FindConnection(name) : null;
        error = found is null ? OAuthError.InvalidTarget("There is no such connection, or the client may not use it.") : null;
        return found;
    }

    // The person allowed this client something, and that still stands. A token that somebody else's client holds is none of this one's business.
    private async ValueTask<Tokgate.Server.Grants.Grant?> FindSubjectAsync(Parameters form, Client client, CancellationToken cancellationToken)
    {
        var grant = form["subject_token_type"] == AccessTokenType ? await OfAccessTokenAsync(form["subject_token"], cancellationToken) : await OfRefreshTokenAsync(form["subject_token"], cancellationToken);
        return grant is not null && string.Equals(grant.ClientId, client.Id, StringComparison.Ordinal) ? grant : null;
    }

    private async ValueTask<Tokgate.Server.Grants.Grant?> OfAccessTokenAsync(string? token, CancellationToken cancellationToken) =>
        await verification.VerifyAsync(token, cancellationToken) is { Grant: { } grant } claims && claims.Audience.Contains(verification.Issuer, StringComparer.Ordinal) ? grant : null;

    // Within the grace of a rotation the former one counts too: two threads of one application are no theft. An older one gets nothing here, and ends nothing.
    private async ValueTask<Tokgate.Server.Grants.Grant?> OfRefreshTokenAsync(string? token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return RefreshHandle.Parse(token) is { } handle && await refreshTokens.FindAsync(handle.Family, cancellationToken) is { } family && now < family.ExpiresAt && family.Grant.IsAlive(now)
            && (family.IsLive(handle) || family.SuccessorOf(handle, now, options.Value.RefreshGrace) is not null)
                ? family.Grant
                : null;
    }
}
