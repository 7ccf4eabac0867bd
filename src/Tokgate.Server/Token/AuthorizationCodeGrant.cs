using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>RFC 6749, 4.1.3 with RFC 7636: a code becomes tokens, once, for the client that it was given to, at the address and for the verifier it was asked with.</summary>
internal sealed class AuthorizationCodeGrant(IGrantStore grants, CodeRedemption redemption, AuditTrail trail, TimeProvider time) : ITokenGrant
{
    private static readonly OAuthError NotValid = OAuthError.InvalidGrant("The code is unknown, used, expired, revoked or another client's.");

    public string GrantType => GrantTypes.AuthorizationCode;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var (client, form) = (request.Client, request.Form);
        if (form["code"] is not { } code)
        {
            return OAuthError.InvalidRequest("The parameter code is missing.");
        }

        if (!Handle.TryHash(HandleKind.AuthorizationCode, code, out var hash) || await grants.FindByCodeAsync(hash, cancellationToken) is not { } grant
            || !string.Equals(grant.ClientId, client.Id, StringComparison.Ordinal))
        {
            return NotValid;
        }

        GrantAudit.About(trail, grant);

        // Before all other checks: whoever brings it, and with whatever verifier, a used code is in hands that it should not be in.
        if (grant.IsRedeemed)
        {
            trail.Record(AuditNames.CodeReplayed);
            if (!grant.IsRevoked)
            {
                await grants.RevokeAsync(grant.Id);
            }

            return NotValid;
        }

        if (!grant.IsRedeemable(time.GetUtcNow()))
        {
            return NotValid;
        }

        if (Unbound(client, grant, form) is { } error)
        {
            return error;
        }

        return await redemption.RunAsync(client, grant, cancellationToken) is { } tokens ? tokens : NotValid;
    }

    // A verifier without a challenge is refused as a challenge without a verifier is: the challenge may have been stripped on its way (RFC 9700, 4.8.2).
    private static OAuthError? Unbound(Client client, Grant grant, Parameters form)
    {
        if (!string.Equals(form["redirect_uri"], grant.RedirectUri, StringComparison.Ordinal))
        {
            return OAuthError.InvalidGrant("The redirect_uri is not the one of the authorization request.");
        }

        if (grant.CodeChallenge is null)
        {
            return client.RequiresPkce || form["code_verifier"] is not null ? OAuthError.InvalidGrant("The authorization request had no code_challenge.") : UserTokens.WrongTarget(form, grant);
        }

        return Pkce.Matches(grant.CodeChallenge, form["code_verifier"])
            ? UserTokens.WrongTarget(form, grant)
            : OAuthError.InvalidGrant("The code_verifier is missing or does not fit the code_challenge.");
    }
}
