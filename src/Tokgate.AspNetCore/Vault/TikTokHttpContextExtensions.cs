using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore;
using Tokgate.Vault;

namespace Microsoft.AspNetCore.Http;

/// <summary>The signed-in person's TikTok grant, for whoever handles a request. <c>AddTikTokVault()</c> must have been called.</summary>
public static class TikTokHttpContextExtensions
{
    /// <summary>Gives the signed-in person's access token, refreshed first if it does not live long enough or was refused.</summary>
    /// <param name="context">The request. The grant is the one that <see cref="HttpContext.User"/> names (<see cref="TikTokClaimTypes.Grant"/>).</param>
    /// <param name="request">What is needed of the token; null is a token that lives on for <see cref="VaultOptions.MinTtl"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; a refresh that has begun goes on.</param>
    /// <returns>
    /// A token that is written down already, with the scopes that are missing; or why there is none: <see cref="TokenAnswer.IsReauthenticationRequired"/> when only signing in with TikTok again helps (also when
    /// nobody is signed in), else <see cref="TokenAnswer.RetryAfter"/>.
    /// </returns>
    /// <exception cref="VaultKeyException">What is stored cannot be opened.</exception>
    public static Task<TokenAnswer> GetTikTokAccessTokenAsync(this HttpContext context, TokenRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GrantId(context) is { } grantId ? Vault(context).GetAccessTokenAsync(grantId, request, cancellationToken) : Task.FromResult(TokenAnswer.NotFound);
    }

    /// <summary>
    /// Ends the signed-in person's grant here at once, and then at TikTok, where the app disappears from the person's list. The session goes on: sign the person out, or show that the account
    /// is no longer connected. The next sign-in brings the grant back.
    /// </summary>
    /// <param name="context">The request. The grant is the one that <see cref="HttpContext.User"/> names (<see cref="TikTokClaimTypes.Grant"/>).</param>
    /// <param name="cancellationToken">Gives up waiting for TikTok; the grant is ended all the same.</param>
    /// <returns>How far it is; <see cref="RevokeOutcome.NotFound"/> when nobody is signed in with a grant.</returns>
    public static Task<RevokeOutcome> DisconnectTikTokAsync(this HttpContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GrantId(context) is { } grantId ? Vault(context).RevokeAsync(grantId, cancellationToken) : Task.FromResult(RevokeOutcome.NotFound);
    }

    internal static string? GrantId(HttpContext context) => context.User.FindFirst(TikTokClaimTypes.Grant)?.Value is { Length: > 0 } id ? id : null;

    private static TikTokVault Vault(HttpContext context) => context.RequestServices.GetRequiredService<TikTokVault>();
}
