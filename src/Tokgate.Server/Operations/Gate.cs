using Tokgate.Server.Audit;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Operations;

/// <summary>
/// What holds for every request: only our own host name is served (the health probes excepted), nothing is cached or sniffed unless its endpoint says so, and
/// what breaks is answered without its cause but with a reference that finds it in the log.
/// </summary>
internal sealed partial class Gate(RequestDelegate next, Issuer issuer, HostedPages pages, AuditTrail trail, Drain drain, ILogger<Gate> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Close(context.Response.Headers);
        if (drain.IsDraining)
        {
            context.Response.Headers.Connection = "close"; // so that the caller's next request goes to another node
        }

        if (!IsFramedClearly(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers.Connection = "close"; // what follows may be the inside of this one
            return;
        }

        if (!string.Equals(context.Request.Host.Host, issuer.Host, StringComparison.OrdinalIgnoreCase) && !context.Request.Path.StartsWithSegments(HealthEndpoints.Prefix, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            context.Abort();
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await (PeopleEndpoint.Is(context)
                ? pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, refused.StatusCode))
                : ResponseWriter.WriteAsync(context, OAuthError.InvalidRequest("The request is malformed or too large.") with { Status = refused.StatusCode }).AsTask());
        }
#pragma warning disable CA1031 // the last line: nothing of it may reach the caller
        catch (Exception exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var reference = RandomId.New();
            LogFailed(log, exception, reference);
            trail.Record(trail.New(AuditNames.RequestFailed) with { ErrorId = ErrorIds.ServerFailed, Reference = reference });
            await (PeopleEndpoint.Is(context)
                ? pages.ShowFailureAsync(context, new Failure(ErrorIds.ServerFailed, StatusCodes.Status500InternalServerError), reference)
                : ResponseWriter.WriteAsync(context, OAuthError.ServerError(reference)).AsTask());
        }
    }

    // Kestrel reads "chunked, chunked" and HTTP/1.0 with chunks as if they were clear; a proxy in front may read them in another way (RFC 9112, 6.1; T-47).
    public static bool IsFramedClearly(HttpRequest request) => request.Headers.TransferEncoding is []
        || (request.Headers.TransferEncoding is [{ } coding] && string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase) && !HttpProtocol.IsHttp10(request.Protocol));

    /// <summary>What every answer has. For whoever writes one after the framework has cleared what was there.</summary>
    public static void Close(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    [LoggerMessage(3302, LogLevel.Error, "A request failed. Reference: {Reference}")]
    private static partial void LogFailed(ILogger log, Exception exception, string reference);
}
