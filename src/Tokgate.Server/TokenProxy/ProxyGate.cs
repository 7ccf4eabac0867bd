using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.TokenProxy;

/// <summary>What holds for every request where there is no broker around: as its <see cref="Gate"/>, but for the host name, since no address is made of it here.</summary>
internal sealed partial class ProxyGate(RequestDelegate next, ILogger<ProxyGate> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Gate.Close(context.Response.Headers);
        if (!Gate.IsFramedClearly(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers.Connection = "close"; // what follows may be the inside of this one
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // the caller has gone
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await ResponseWriter.WriteAsync(context, OAuthError.InvalidRequest("The request is malformed or too large.") with { Status = refused.StatusCode });
        }
#pragma warning disable CA1031 // the last line: nothing of it may reach the caller
        catch (Exception exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var reference = RandomId.New();
            LogFailed(log, exception, reference);
            await ResponseWriter.WriteAsync(context, OAuthError.ServerError(reference));
        }
    }

    [LoggerMessage(3352, LogLevel.Error, "A request to the token proxy failed. Reference: {Reference}")]
    private static partial void LogFailed(ILogger log, Exception exception, string reference);
}
