using Microsoft.AspNetCore.Http.Features;

namespace Tokgate.Server.Telemetry;

/// <summary>Names the framework's span of a request by its route, which it leaves to instrumentation libraries. The address itself is never in it: codes and states stand there.</summary>
internal static class TraceNames
{
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    public static void Use(WebApplication app)
    {
        if (TelemetrySettings.IsOn(app.Configuration))
        {
            app.Use(static (context, next) => RunAsync(context, next));
        }
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            {
                var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER";
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                activity.DisplayName = route is null ? method : $"{method} {route}";
                activity.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
                if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                {
                    activity.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
                }
            }
        }
    }
}
