using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>
/// RFC 6749, 6 with RFC 9700, 4.14: each use replaces the token, and a token that comes again ends its family, since either the first or the second one who
/// used it had stolen it. Only within a short grace the second one gets what the first one got.
/// </summary>
internal sealed class RefreshTokenGrant(IRefreshTokenStore store, IGrantStore grants, UserTokens tokens, IOptions<GrantsOptions> options, RequestLimits limits, AuditTrail trail,
    TimeProvider time) : ITokenGrant
{
    private static readonly OAuthError NotValid = OAuthError.InvalidGrant("The refresh token is unknown, used, expired, revoked or another client's.");

    public string GrantType => GrantTypes.RefreshToken;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var (client, form) = (request.Client, request.Form);
        if (form["refresh_token"] is not { } text)
        {
            return OAuthError.InvalidRequest("The parameter refresh_token is missing.");
        }

        if (RefreshHandle.Parse(text) is not { } presented || await store.FindAsync(presented.Family, cancellationToken) is not { } family
            || !string.Equals(family.Grant.ClientId, client.Id, StringComparison.Ordinal) || !family.Grant.IsAlive(time.GetUtcNow()))
        {
            return NotValid;
        }

        GrantAudit.About(trail, family.Grant);
        if (limits.TakeUser(family.Grant.UserId) is { } pause)
        {
            return OAuthError.TooManyRequests(pause);
        }

        if (FindScopes(form["scope"], family.Grant, out var error) is not { } scopes || (error = UserTokens.WrongTarget(form, family.Grant)) is not null)
        {
            // A broken request uses nothing up; but a token that was used before is noticed whatever comes with it.
            return family.IsLive(presented) || CurrentOf(family, presented) is not null ? error! : await EndAsync(family); // set when nothing is found
        }

        return await ExchangeAsync(client, family, presented, cancellationToken) is { } current
            ? await tokens.IssueAsync(client, family.Grant, family.Grant.ExpiresAt, scopes, current.Reveal(), nonce: null, cancellationToken)
            : NotValid;
    }

    // The family's live token after this request, or null if there is none for this caller.
    private async Task<RefreshHandle?> ExchangeAsync(Client client, RefreshFamily family, RefreshHandle presented, CancellationToken cancellationToken)
    {
        if (family.IsLive(presented))
        {
            var now = time.GetUtcNow();
            if (now >= family.ExpiresAt)
            {
                return null;
            }

            var idleEnd = now + client.RefreshTokenIdleLifetime;
            var expiresAt = idleEnd < family.Grant.ExpiresAt ? idleEnd : family.Grant.ExpiresAt;
            if (client.KeepsRefreshTokens)
            {
                return await store.TryProlongAsync(presented, expiresAt) ? presented : null;
            }

            var successor = presented.Successor();
            if (await store.TryRotateAsync(new RefreshRotation(presented, successor, expiresAt)))
            {
                return successor;
            }

            // Another request was faster; what it made is there by now.
            if (await store.FindAsync(presented.Family, cancellationToken) is not { } again)
            {
                return null;
            }

            family = again;
        }

        if (CurrentOf(family, presented) is { } current)
        {
            trail.Count(trail.New(AuditNames.TokenRefreshed) with { Cause = "grace" });
            return current;
        }

        await EndAsync(family);
        return null;
    }

    private RefreshHandle? CurrentOf(RefreshFamily family, RefreshHandle presented) => family.SuccessorOf(presented, time.GetUtcNow(), options.Value.RefreshGrace);

    private async Task<OAuthError> EndAsync(RefreshFamily family)
    {
        trail.Record(AuditNames.RefreshReused);
        await grants.RevokeAsync(family.Grant.Id);
        return NotValid;
    }

    // Fewer than were granted, never others; the new refresh token keeps all of them.
    private static IReadOnlyList<string>? FindScopes(string? asked, Grant grant, out OAuthError? error)
    {
        error = null;
        if (asked is null)
        {
            return grant.Scopes;
        }

        if (!Scope.TryParse(asked, out var words))
        {
            error = OAuthError.InvalidScope("The scope is malformed.");
            return null;
        }

        if (words.Any(word => !grant.Scopes.Contains(word, StringComparer.Ordinal)))
        {
            error = OAuthError.InvalidScope("The scope has words that the user did not grant.");
            return null;
        }

        return words;
    }
}
