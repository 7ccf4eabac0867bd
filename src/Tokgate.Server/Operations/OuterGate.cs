using Tokgate.Server.Protocol;

namespace Tokgate.Server.Operations;

/// <summary>
/// What holds for every request to a program of ours, whichever it is: nothing is cached or sniffed unless its endpoint says so, what is framed in two ways is refused, and what
/// breaks is answered without its cause but with a reference that finds it in the log.
/// </summary>
internal abstract class OuterGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Close(context.Response.Headers);
        Prepare(context);
        if (!IsFramedClearly(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers.Connection = "close"; // what follows may be the inside of this one
            return;
        }

        if (!IsServed(context.Request))
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
            await RefuseAsync(context, refused.StatusCode);
        }
#pragma warning disable CA1031 // the last line: nothing of it may reach the caller
        catch (Exception exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var reference = RandomId.New();
            LogFailed(exception, reference);
            await FailAsync(context, reference);
        }
    }

    /// <summary>What every answer has. For whoever writes one after the framework has cleared what was there.</summary>
    public static void Close(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    protected virtual void Prepare(HttpContext context)
    {
    }

    protected virtual bool IsServed(HttpRequest request) => true;

    protected virtual Task RefuseAsync(HttpContext context, int status) =>
        ResponseWriter.WriteAsync(context, OAuthError.InvalidRequest("The request is malformed or too large.") with { Status = status }).AsTask();

    protected virtual Task FailAsync(HttpContext context, string reference) => ResponseWriter.WriteAsync(context, OAuthError.ServerError(reference)).AsTask();

    protected abstract void LogFailed(Exception exception, string reference);

    // Kestrel reads "chunked, chunked" and HTTP/1.0 with chunks as if they were clear; a proxy in front may read them in another way (RFC 9112, 6.1; T-47).
    private static bool IsFramedClearly(HttpRequest request) => request.Headers.TransferEncoding is []
        || (request.Headers.TransferEncoding is [{ } coding] && string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase) && !HttpProtocol.IsHttp10(request.Protocol));
}
