using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Tokgate.Server.Protocol;

/// <summary>The one writer of JSON answers at protocol endpoints. Nothing it writes may be stored by a cache.</summary>
internal static class ResponseWriter
{
    private static readonly JsonWriterOptions Fast = new() { SkipValidation = true };

    public static ValueTask WriteAsync(HttpContext context, OAuthError error)
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

        return WriteAsync(context, error.Status, error, static (json, error) =>
        {
            json.WriteString("error"u8, error.Code);
            json.WriteString("error_description"u8, error.Description);
        });
    }

    public static async ValueTask WriteAsync<T>(HttpContext context, int status, T value, Action<Utf8JsonWriter, T> write)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Fast))
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }

        response.ContentLength = buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
