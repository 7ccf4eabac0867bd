using Tokgate.Server.AccessTokens;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>RFC 6749, 4.4: a machine's own token for one API. No user, so no refresh token, no ID token and none of the scopes that speak of users.</summary>
internal sealed class ClientCredentialsGrant(AccessTokenIssuer tokens, AuditTrail trail) : ITokenGrant
{
    // No subject of a user has an '@'.
    public const string SubjectSuffix = "@clients";

    public string GrantType => GrantTypes.ClientCredentials;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var client = request.Client;
        if (client.Type == ClientType.Public)
        {
            return OAuthError.UnauthorizedClient("A public client has no credentials.");
        }

        if (FindAudience(client, request.Form, out var error) is not { } audience)
        {
            return error!; // set when nothing is found
        }

        if (!Scope.TryParse(request.Form["scope"], out var asked))
        {
            return OAuthError.InvalidScope("The scope is malformed.");
        }

        foreach (var word in asked)
        {
            if (!audience.Scopes.Contains(word, StringComparer.Ordinal))
            {
                return OAuthError.InvalidScope("The client may not ask for this scope at this API.");
            }
        }

        var granted = asked.Count > 0 ? asked : audience.Scopes;
        var claims = new AccessTokenClaims(
            client.Id + SubjectSuffix, client.Id, [audience.Audience], granted, KeyValuePair.Create(CredentialStanding.Name, request.Caller.Credential));
        var token = await tokens.IssueAsync(claims, client.AccessTokenLifetime, cancellationToken);
        trail.Count(trail.New(AuditNames.TokenIssued) with { Cause = GrantTypes.ClientCredentials });
        return new TokenResponse(token, client.AccessTokenLifetime) { Scope = granted };
    }

    // "audience" as Auth0's clients send it, "resource" as RFC 8707 calls it. One token is for one API.
    private static ClientAudience? FindAudience(Client client, Parameters form, out OAuthError? error)
    {
        var wanted = form["audience"];
        var resource = form["resource"];
        if (wanted is not null && resource is not null && !string.Equals(wanted, resource, StringComparison.Ordinal))
        {
            error = OAuthError.InvalidTarget("The audience and the resource differ.");
            return null;
        }

        wanted ??= resource;
        if (wanted is null && client.Audiences.Count != 1)
        {
            error = OAuthError.InvalidTarget("The request must name an audience.");
            return null;
        }

        var found = wanted is null ? client.Audiences[0] : client.Audiences.FirstOrDefault(audience => string.Equals(audience.Audience, wanted, StringComparison.Ordinal));
        error = found is null ? OAuthError.InvalidTarget("The client may not ask for this audience.") : null;
        return found;
    }
}
