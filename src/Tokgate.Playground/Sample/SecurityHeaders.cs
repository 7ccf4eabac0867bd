namespace Tokgate.Playground.Sample;

internal sealed class SecurityHeaders(RequestDelegate next, ContentPolicy policy)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy.Value;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache, no-store"; // as antiforgery wants it, which warns of anything else
        return next(context);
    }
}
