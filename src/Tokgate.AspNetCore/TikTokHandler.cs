using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>ASP.NET Core's OAuth handler, taught TikTok's dialect.</summary>
public sealed class TikTokHandler : SignInHandler<TikTokOptions>
{
    /// <summary>Creates the handler; ASP.NET Core does this for each request.</summary>
    /// <param name="options">The options of each scheme.</param>
    /// <param name="loggerFactory">Makes the handler's logger.</param>
    /// <param name="encoder">The framework's URL encoder.</param>
    public TikTokHandler(IOptionsMonitor<TikTokOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder)
        : base(options, loggerFactory, encoder)
    {
    }

    private protected override (string Granted, string Refused) ScopeClaims => (TikTokClaimTypes.Scope, TikTokClaimTypes.RefusedScope);

    // TikTok wants a hex challenge, instead of RFC 7636's base64url.
    private protected override string WriteAddress(AuthenticationProperties properties, string redirectUri)
        => Options.Client.BuildAuthorizationUri(TikTokChallenge.Seal(properties, redirectUri, Options, TimeProvider.GetUtcNow()));

    private protected override Task<TikTokResult<TikTokTokens>> ExchangeAsync(AuthorizationCode code, OAuthCodeExchangeContext context)
    {
        var verifier = context.Properties.Items.TryGetValue(OAuthConstants.CodeVerifierKey, out var value) && value is not null ? CodeVerifier.From(value) : null;
        context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey);
        return Options.Client.ExchangeCodeAsync(code, context.RedirectUri, verifier, Context.RequestAborted);
    }

    // TikTok's user info wants each field by name, and fails as a whole for one field beyond the granted scopes.
    private protected override async Task<SignInProfile> ReadProfileAsync(TikTokTokens tokens)
    {
        var answer = await Options.Client
            .GetUserAsync(tokens.AccessToken, tokens.Scopes, Options.Fields.Count == 0 ? null : [.. Options.Fields], Context.RequestAborted)
            .ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw Refused(answer.Error, "user info");
        }

        var user = answer.Value;
        return new SignInProfile(
            user.OpenId, user.Json, Options.MapProfile is { } map ? identity => map(new TikTokProfileContext(identity, user, tokens.Scopes, Issuer)) : null);
    }

    private protected override Task KeepAsync(OAuthCreatingTicketContext context, ClaimsIdentity identity, TikTokTokens tokens)
        => Context.RequestServices.GetService<VaultSignIn>() is { } vault ? vault.KeepAsync(context, identity, Options.ClientKey, tokens) : Task.CompletedTask;
}
