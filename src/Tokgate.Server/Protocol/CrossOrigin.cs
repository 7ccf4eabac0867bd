using Microsoft.Extensions.Primitives;

namespace Tokgate.Server.Protocol;

/// <summary>
/// CORS for endpoints that browsers' scripts call. Nothing here rides on cookies, so a preflight tells every origin what the endpoint takes; the answer itself can be
/// read only where the client of the request lives. An opaque origin ("null": a sandboxed frame, a file) is nobody's.
/// </summary>
internal static class CrossOrigin
{
    private static readonly StringValues RequestHeaders = "Authorization, Content-Type";
    private static readonly StringValues ResponseHeaders = "WWW-Authenticate, Retry-After";
    private static readonly StringValues MaxAge = "600";

    public static void MapPreflight(this IEndpointRouteBuilder routes, string path, params string[] methods)
    {
        StringValues allowed = string.Join(", ", methods);
        routes.MapMethods(path, [HttpMethods.Options], context =>
        {
            Preflight(context, allowed);
            return Task.CompletedTask;
        });
    }

    /// <summary>Before anything is written, also an error: a script must be able to read why it failed. Null if the caller did not prove to be any client.</summary>
    public static void Allow(HttpContext context, IReadOnlySet<string>? origins)
    {
        if (origins is null)
        {
            AllowRefusal(context);
            return;
        }

        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is [{ } origin] && origins.Contains(origin))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = ResponseHeaders;
        }
    }

    /// <summary>
    /// For refusals before any client is known: they say nothing about anybody, and a script that holds a dead token must see that it is dead instead of a failed network.
    /// </summary>
    public static void AllowRefusal(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = ResponseHeaders;
    }

    private static void Preflight(HttpContext context, StringValues methods)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is [{ } origin] && IsOrigin(origin))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = RequestHeaders;
            headers.AccessControlMaxAge = MaxAge;
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal);
}
