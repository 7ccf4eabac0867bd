using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Management;

/// <summary>Answers of the management API on the wire. Nothing of them may be stored by a cache.</summary>
internal static class ManagementWriter
{
    public static ValueTask WriteAsync(HttpContext context, ManagementError error)
    {
        var headers = context.Response.Headers;
        if (error.Challenge is { } challenge)
        {
            headers.WWWAuthenticate = challenge;
        }

        if (error.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, error.Status, Body(error));
    }

    public static async ValueTask WriteAsync(HttpContext context, int status, JsonNode? body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        if (body is null)
        {
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            body.WriteTo(json);
        }

        response.ContentLength = buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    public static JsonObject Body(ManagementError error)
    {
        var body = new JsonObject
        {
            ["statusCode"] = error.Status,
            ["error"] = Title(error.Status),
            ["message"] = error.Message,
            ["errorCode"] = error.Code,
        };
        if (error.Advice is { } advice)
        {
            body["advice"] = advice;
        }

        if (error.Details.Count > 0)
        {
            body["details"] = new JsonArray([.. error.Details.Select(static fault => new JsonObject { ["member"] = fault.Member, ["message"] = fault.Message })]);
        }

        if (error.ErrorId is { } id)
        {
            body["error_id"] = id;
        }

        if (error.LogId is { } logId)
        {
            body["log_id"] = logId;
        }

        return body;
    }

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
