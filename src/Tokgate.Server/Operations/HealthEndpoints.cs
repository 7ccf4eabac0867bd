using Tokgate.Server.Keys;

namespace Tokgate.Server.Operations;

/// <summary>Health, for whoever restarts us and for whoever sends us traffic.</summary>
/// <remarks>
/// Owns <c>GET /health/live</c> (the process answers) and <c>GET /health/ready</c> (the database answers, and there are keys to sign with). Both are open to
/// every host name, because probes come by address, and say nothing but yes or no.
/// </remarks>
internal sealed partial class HealthEndpoints(ISigningKeyStore store, SigningKeyRing ring, ILogger<HealthEndpoints> log)
{
    public const string Prefix = "/health";

    public static Task LiveAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status200OK, "live");

    public async Task ReadyAsync(HttpContext context)
    {
        try
        {
            await store.ListAsync(context.RequestAborted);
            var keys = await ring.GetAsync(context.RequestAborted);
            keys.Active(SigningAlgorithm.ES256);
            keys.Active(SigningAlgorithm.RS256);
        }
#pragma warning disable CA1031 // whatever is wrong, the answer is "not ready", and the log has the cause
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotReady(log, exception);
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready");
            return;
        }

        await AnswerAsync(context, StatusCodes.Status200OK, "ready");
    }

    [LoggerMessage(3301, LogLevel.Error, "Not ready")]
    private static partial void LogNotReady(ILogger log, Exception exception);

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
