using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Tokgate.Playground.Sample.Broker;

internal static class BrokerSignIn
{
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
