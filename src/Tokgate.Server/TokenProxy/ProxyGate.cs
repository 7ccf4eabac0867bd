using Tokgate.Server.Operations;

namespace Tokgate.Server.TokenProxy;

/// <summary>In front of a proxy that stands alone: any host name is served, since no address is made of it here.</summary>
internal sealed partial class ProxyGate(RequestDelegate next, ILogger<ProxyGate> log) : OuterGate(next)
{
    protected override void LogFailed(Exception exception, string reference) => LogFailed(log, exception, reference);

    [LoggerMessage(3352, LogLevel.Error, "A request to the token proxy failed. Reference: {Reference}")]
    private static partial void LogFailed(ILogger log, Exception exception, string reference);
}
