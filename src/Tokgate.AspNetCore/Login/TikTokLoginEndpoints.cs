using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Tokgate.AspNetCore.Login;

/// <summary>Signing in, signing out and the session, for an application's pages and scripts.</summary>
/// <remarks>
/// Owns <c>GET …/signin/tiktok</c>, <c>GET …/session</c>, <c>POST …/signout</c> and <c>GET …/button.css</c>. Does not own the callback, which is the handler's, nor
/// the session itself, which is a cookie of the application's own scheme. A sign-in may be begun from any site, as with every relying party: it can only sign in
/// the person of this browser, and finishing one that another browser began is what the handler refuses.
/// </remarks>
internal sealed class TikTokLoginEndpoints(string scheme)
{
    private const string CallbackUrl = "callbackUrl";
    private const int MaxFormLength = 16 * 1024;

    public RouteGroupBuilder Map(RouteGroupBuilder group)
    {
        group.MapGet("/signin/tiktok", (RequestDelegate)SignInAsync);
        group.MapGet("/session", (RequestDelegate)SessionAsync);
        group.MapPost("/signout", (RequestDelegate)SignOutAsync);
        group.MapGet("/button.css", (RequestDelegate)ButtonLook.WriteAsync);
        group.AllowAnonymous();
        return group;
    }

    private Task SignInAsync(HttpContext context)
    {
        KeepPrivate(context.Response);
        return LocalAddress.Of(context.Request, context.Request.Query[CallbackUrl]) is { } address
            ? context.ChallengeAsync(scheme, LoginFailures.Begin(address))
            : RefuseAsync(context, StatusCodes.Status400BadRequest, ErrorIds.CallbackUrlRefused, NotLocal);
    }

    private static async Task SessionAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync().ConfigureAwait(false);
        KeepPrivate(context.Response);
        context.Response.ContentType = "application/json; charset=utf-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            if (session is { Succeeded: true })
            {
                Write(json, session.Principal, session.Properties?.ExpiresUtc);
            }
            else
            {
                json.WriteNullValue();
            }

            await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task SignOutAsync(HttpContext context)
    {
        KeepPrivate(context.Response);
        if (!SameOrigin.Is(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, ErrorIds.SignOutRefused, "Signing out was asked for by another site, or by a browser that does not say from where. Nothing was changed.").ConfigureAwait(false);
            return;
        }

        if (context.Request.HasFormContentType && context.Request.ContentLength is null or > MaxFormLength)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, ErrorIds.CallbackUrlRefused, "The form has no length, or is longer than 16 kB.").ConfigureAwait(false);
            return;
        }

        var asked = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false))[CallbackUrl]
            : context.Request.Query[CallbackUrl];
        if (LocalAddress.Of(context.Request, asked) is not { } address)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, ErrorIds.CallbackUrlRefused, NotLocal).ConfigureAwait(false);
            return;
        }

        await context.SignOutAsync().ConfigureAwait(false);
        if (context.Request.GetTypedHeaders().Accept.Any(static type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            var json = new Utf8JsonWriter(context.Response.BodyWriter);
            await using (json.ConfigureAwait(false))
            {
                json.WriteStartObject();
                json.WriteString("url"u8, address);
                json.WriteEndObject();
                await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = address;
        }
    }

    private const string NotLocal = $"The parameter {CallbackUrl} does not lead to a page of this site. Give a path that begins with one slash, percent-encoded, once.";

    private static void Write(Utf8JsonWriter json, ClaimsPrincipal person, DateTimeOffset? expires)
    {
        json.WriteStartObject();
        json.WriteStartObject("user"u8);
        json.WriteString("id"u8, person.FindFirstValue(ClaimTypes.NameIdentifier));
        json.WriteString("name"u8, person.Identity?.Name);
        json.WriteNull("email"u8);
        json.WriteString("image"u8, person.FindFirstValue(TikTokClaimTypes.Picture));
        json.WriteEndObject();
        json.WriteString("expires"u8, expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void KeepPrivate(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Cookie";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static Task RefuseAsync(HttpContext context, int status, string errorId, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{errorId}: {why}", context.RequestAborted);
    }
}
