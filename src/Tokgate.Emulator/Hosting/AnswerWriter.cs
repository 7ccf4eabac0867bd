using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>Puts an answer on the wire.</summary>
internal static class AnswerWriter
{
    public static ValueTask WriteAsync(HttpContext context, Received request, Answer answer, int? declaredLength = null)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        var headers = response.Headers;
        headers["x-tt-logid"] = request.LogId;
        headers.CacheControl = answer.Cacheable ? "public, max-age=3600" : "no-store";
        if (answer.Location is not null)
        {
            headers.Location = answer.Location;
        }

        if (answer.Cookies.Count > 0)
        {
            headers.SetCookie = answer.Cookies.ToArray();
        }

        if (answer.ContentSecurityPolicy is not null)
        {
            headers.ContentSecurityPolicy = answer.ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin"; // no-referrer would make the Origin of our own forms null
        }

        if (answer.RetryAfterSeconds is { } seconds)
        {
            headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (answer.Status == 204)
        {
            return ValueTask.CompletedTask;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = declaredLength ?? answer.Body.Length;
        if (answer.Body.Length == 0 || HttpMethods.IsHead(request.Method))
        {
            return ValueTask.CompletedTask;
        }

        var write = response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
        return write.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(write.AsTask());
    }
}
