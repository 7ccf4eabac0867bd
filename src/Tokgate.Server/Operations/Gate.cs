using Tokgate.Server.Audit;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Operations;

/// <summary>In front of the whole broker: only our own host name is served (the health probes excepted), and people are told by pages.</summary>
internal sealed partial class Gate(RequestDelegate next, Issuer issuer, HostedPages pages, AuditTrail trail, Drain drain, ILogger<Gate> log) : OuterGate(next)
{
    protected override void Prepare(HttpContext context)
    {
        if (drain.IsDraining)
        {
            context.Response.Headers.Connection = "close"; // so that the caller's next request goes to another node
        }
    }

    protected override bool IsServed(HttpRequest request) =>
        string.Equals(request.Host.Host, issuer.Host, StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments(HealthEndpoints.Prefix, StringComparison.Ordinal);

    protected override Task RefuseAsync(HttpContext context, int status) =>
        PeopleEndpoint.Is(context) ? pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, status)) : base.RefuseAsync(context, status);

    protected override Task FailAsync(HttpContext context, string reference)
    {
        trail.Record(trail.New(AuditNames.RequestFailed) with { ErrorId = ErrorIds.ServerFailed, Reference = reference });
        return PeopleEndpoint.Is(context)
            ? pages.ShowFailureAsync(context, new Failure(ErrorIds.ServerFailed, StatusCodes.Status500InternalServerError), reference)
            : base.FailAsync(context, reference);
    }

    protected override void LogFailed(Exception exception, string reference) => LogFailed(log, exception, reference);

    [LoggerMessage(3302, LogLevel.Error, "A request failed. Reference: {Reference}")]
    private static partial void LogFailed(ILogger log, Exception exception, string reference);
}
