using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>Hands the tokens of a sign-in to the vault. The session gets the grant's id, and nothing that a thief of cookies could use at TikTok.</summary>
internal sealed class VaultSignIn(TikTokVault vault, IOptions<TikTokVaultOptions> options)
{
    public async Task KeepAsync(OAuthCreatingTicketContext context, ClaimsIdentity identity, string clientKey, TikTokTokens tokens)
    {
        var principal = context.Principal!; // the context was made with one
        var owner = await OwnerAsync(new TikTokOwnerContext(context.HttpContext, context.Scheme.Name, principal, tokens.OpenId)).ConfigureAwait(false);
        if (string.IsNullOrEmpty(owner))
        {
            throw new TikTokAuthenticationException(
                ErrorIds.OwnerMissing, "Nobody can own the grant: FindOwner gave nothing, or, without one, the name identifier was taken from the claims. Nobody was signed in.");
        }

        Grant grant;
        try
        {
            // Not the request's cancellation: the code is spent, and a browser that goes away now must not cost the grant.
            grant = await vault.KeepAsync(GrantHandOver.From(clientKey, context.Scheme.Name, owner, tokens), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw new TikTokAuthenticationException(ErrorIds.GrantNotKept, "The tokens could not be kept in the vault, so nobody was signed in. The cause is inside.", innerException: failure);
        }

        // An event of the application may have put another principal in the identity's place.
        (context.Identity ?? identity).AddClaim(new Claim(TikTokClaimTypes.Grant, grant.Id, ClaimValueTypes.String, identity.FindFirst(ClaimTypes.NameIdentifier)?.Issuer));
    }

    private ValueTask<string?> OwnerAsync(TikTokOwnerContext context) => options.Value.FindOwner is { } find
        ? find(context)
        : ValueTask.FromResult(context.Principal.FindFirst(ClaimTypes.NameIdentifier)?.Value);
}
