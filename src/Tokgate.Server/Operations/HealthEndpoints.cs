namespace Tokgate.Server.Operations;

/// <summary>Health, for whoever restarts us and for whoever sends us traffic.</summary>
/// <remarks>
/// Owns <c>GET /health/live</c> (the process answers), <c>/health/startup</c> (the start is over; before it nothing listens, so a prober gets no connection while
/// migrations run) and <c>/health/ready</c> (what <see cref="Readiness"/> looks at). All are open to every host name, because probes come by address; what is wrong is
/// told by the name of the check and nothing more, and the cause is in the log.
/// </remarks>
internal sealed class HealthEndpoints(Readiness readiness, IHostApplicationLifetime lifetime)
{
    public const string Prefix = "/health";

    public static Task LiveAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, "live");

    public Task StartupAsync(HttpContext context) => lifetime.ApplicationStarted.IsCancellationRequested
        ? AnswerAsync(context, StatusCodes.Status200OK, "started")
        : AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "starting");

    public async Task ReadyAsync(HttpContext context)
    {
        var faults = await readiness.FindFaultsAsync(context.RequestAborted);
        await (faults is null
            ? AnswerAsync(context, StatusCodes.Status200OK, "ready")
            : AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, $"not ready: {faults}"));
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
