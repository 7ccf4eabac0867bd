namespace Tokgate.Server.Protocol;

/// <summary>Redirects that never repeat a posted body at their target: 303 after a POST, and never 307 or 308 (RFC 9700, 4.12).</summary>
internal static class BrowserRedirect
{
    public static void Send(HttpContext context, string location)
    {
        var response = context.Response;
        response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? StatusCodes.Status303SeeOther : StatusCodes.Status302Found;
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = location;
    }
}
