using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>ASP.NET Core's OAuth handler, taught Douyin's dialect.</summary>
public sealed class DouyinHandler : SignInHandler<DouyinOptions>
{
    /// <summary>Creates the handler; ASP.NET Core does this for each request.</summary>
    /// <param name="options">The options of each scheme.</param>
    /// <param name="loggerFactory">Makes the handler's logger.</param>
    /// <param name="encoder">The framework's URL encoder.</param>
    public DouyinHandler(IOptionsMonitor<DouyinOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder)
        : base(options, loggerFactory, encoder)
    {
    }

    private protected override (string Granted, string Refused) ScopeClaims => (DouyinClaimTypes.Scope, DouyinClaimTypes.RefusedScope);

    private protected override string WriteAddress(AuthenticationProperties properties, string redirectUri)
        => Options.Client.BuildAuthorizationUri(DouyinChallenge.Seal(properties, redirectUri, Options, TimeProvider.GetUtcNow()));

    private protected override Task<TikTokResult<TikTokTokens>> ExchangeAsync(AuthorizationCode code, OAuthCodeExchangeContext context)
        => Options.Client.ExchangeCodeAsync(code, Context.RequestAborted);

    private protected override async Task<SignInProfile> ReadProfileAsync(TikTokTokens tokens)
    {
        var answer = await Options.Client.GetUserAsync(tokens.AccessToken, tokens.OpenId, Context.RequestAborted).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw Refused(answer.Error, "user info");
        }

        var user = answer.Value;
        return new SignInProfile(
            user.OpenId, user.Json, Options.MapProfile is { } map ? identity => map(new DouyinProfileContext(identity, user, tokens.Scopes, Issuer)) : null);
    }

    // The vault refreshes by TikTok's rules; what it would do to a grant of Douyin's, whose refresh token must be renewed and not rotated, is to lose it.
    private protected override Task KeepAsync(OAuthCreatingTicketContext context, ClaimsIdentity identity, TikTokTokens tokens) => Task.CompletedTask;
}
