using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Tokgate.Playground.Sample.Broker;

internal static class BrokerSignIn
{
    /// <summary>Where to send a browser whose session came by the broker, to be signed out there too and come back (RP-Initiated Logout); null for any other session.</summary>
    public static string? SignOutAddress(HttpContext context, AuthenticateResult session)
    {
        if (session.Properties?.GetTokenValue(BrokerDefaults.IdToken) is not { } idToken)
        {
            return null;
        }

        var broker = context.RequestServices.GetRequiredService<IOptionsMonitor<OAuthOptions>>().Get(BrokerDefaults.Scheme).ClaimsIssuer;
        return QueryHelpers.AddQueryString(
            broker + "/oidc/logout",
            new Dictionary<string, string?> { ["id_token_hint"] = idToken, ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}/" });
    }

    public static void AddBroker(this AuthenticationBuilder authentication, Uri issuer, Func<RemoteFailureContext, Task> onFailure)
    {
        var name = issuer.GetLeftPart(UriPartial.Authority);
        authentication.Services.AddSingleton(new BrokerKeys(issuer));
        authentication.AddOAuth<OAuthOptions, BrokerHandler>(BrokerDefaults.Scheme, options =>
        {
            options.ClientId = BrokerDefaults.ClientId;
            options.ClientSecret = BrokerDefaults.ClientSecret;
            options.CallbackPath = BrokerDefaults.CallbackPath;
            options.ClaimsIssuer = name;
            options.AuthorizationEndpoint = name + "/authorize";
            options.TokenEndpoint = name + "/oauth/token";
            options.UserInformationEndpoint = name + "/userinfo";
            options.UsePkce = true;
            options.SaveTokens = true;
            options.AccessDeniedPath = "/cancelled";
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Scope.Add("openid");
            options.Scope.Add("profile");
            options.Events.OnRemoteFailure = onFailure;
        });
    }
}
