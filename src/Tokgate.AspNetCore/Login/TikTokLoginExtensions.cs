using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;
using Tokgate.AspNetCore.Login;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives an application the addresses that its pages and scripts sign in by.</summary>
public static class TikTokLoginExtensions
{
    /// <summary>
    /// Maps what Auth.js has under the same paths: <c>GET …/signin/tiktok?callbackUrl=/there</c> begins a sign-in, <c>GET …/session</c> says who is signed in
    /// (<c>{"user":{"id","name","email":null,"image"},"expires"}</c>, or <c>null</c>), and <c>POST …/signout</c> ends the session. <c>…/button.css</c> is the look of
    /// <see cref="TikTokButtonTagHelper"/>.
    /// </summary>
    /// <param name="endpoints">The application. <c>AddAuthentication().AddCookie().AddTikTok()</c> must have been called.</param>
    /// <param name="prefix">Where the addresses are; <c>/api/auth</c> as Auth.js and Keyloom have it. It is the <c>base</c> of the browser package.</param>
    /// <param name="authenticationScheme">The scheme that signs in.</param>
    /// <returns>The addresses, for conventions such as rate limits. They need no signed-in person, whatever the application's fallback policy is.</returns>
    /// <remarks>
    /// TikTok sends the browser back to <c>…/callback/tiktok</c>, unless <c>CallbackPath</c> was changed in <c>AddTikTok()</c> (to
    /// <see cref="TikTokDefaults.KeyloomCallbackPath"/>, for example): register the full address of it at TikTok. A sign-in that fails leads back to where it began with
    /// <c>tiktok_error</c>, <c>tiktok_error_id</c> and, where TikTok gave one, <c>tiktok_log_id</c> in the query, unless the application's own <c>OnRemoteFailure</c>,
    /// <c>OnAccessDenied</c> or <c>AccessDeniedPath</c> says otherwise.
    /// <para>Session and sign-out are those of the application's default scheme. Signing out is a POST that only the application's own pages can make: browsers say
    /// where a request comes from (<c>Sec-Fetch-Site</c>, <c>Origin</c>), and no antiforgery token is needed. Where <c>callbackUrl</c> would lead to another site it is refused.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is no such scheme, or the prefix is not a path.</exception>
    public static IEndpointConventionBuilder MapTikTokLogin(
        this IEndpointRouteBuilder endpoints, string prefix = "/api/auth", string authenticationScheme = TikTokDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);

        var places = endpoints.ServiceProvider.GetService<TikTokLoginPlaces>();
        if (places is null || !endpoints.ServiceProvider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.SchemeMap.ContainsKey(authenticationScheme))
        {
            throw new InvalidOperationException($"{ErrorIds.LoginNotPossible}: MapTikTokLogin() has no scheme '{authenticationScheme}' to sign in with. Call AddAuthentication().AddCookie().AddTikTok() "
                + "before the application is built, or name the scheme that you gave AddTikTok().");
        }

        var path = prefix.TrimEnd('/');
        if (!LocalAddress.IsLocal(path) || path.AsSpan().ContainsAny("?#{}"))
        {
            throw new InvalidOperationException($"{ErrorIds.LoginNotPossible}: MapTikTokLogin() was given a prefix that is not a path. Give one that begins with a slash, \"/api/auth\" for example.");
        }

        places.Add(authenticationScheme, path);
        return new TikTokLoginEndpoints(authenticationScheme).Map(endpoints.MapGroup(path));
    }
}
