using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;

namespace Tokgate.Server.Protocol;

/// <summary>The one writer of JSON answers at protocol endpoints. Nothing it writes may be stored by a cache.</summary>
internal static class ResponseWriter
{
    private static readonly JsonWriterOptions Fast = new() { SkipValidation = true };

    private const int MaxSpare = 16 * 1024;

    [ThreadStatic]
    private static Spare? spare;

    public static ValueTask WriteAsync(HttpContext context, OAuthError error)
    {
        WriteHeaders(context, error);
        return WriteAsync(context, error.Status, error, static (json, error) =>
        {
            json.WriteString("error"u8, error.Code);
            json.WriteString("error_description"u8, error.Description);
        });
    }

    /// <summary>What a refusal says beside its body.</summary>
    public static void WriteHeaders(HttpContext context, OAuthError error)
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
    }

    public static ValueTask WriteAsync<T>(HttpContext context, int status, T value, Action<Utf8JsonWriter, T> write, string contentType = "application/json") =>
        SendAsync(context, status, contentType, json => WriteObject(json, value, write));

    public static ValueTask WriteArrayAsync<T>(HttpContext context, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write) => SendAsync(context, StatusCodes.Status200OK, "application/json", json =>
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            WriteObject(json, value, write);
        }

        json.WriteEndArray();
    });

    private static void WriteObject<T>(Utf8JsonWriter json, T value, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        write(json, value);
        json.WriteEndObject();
    }

    private static async ValueTask SendAsync(HttpContext context, int status, string contentType, Action<Utf8JsonWriter> write)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        await SendAsync(response, write, context.RequestAborted);
    }

    // The pipe copies before it waits, so that the buffer is this thread's again when it has been called.
    private static ValueTask<FlushResult> SendAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var mine = spare ?? new Spare();
        spare = null; // somebody writing may write somewhere else; and one whose writing failed is not used again
        write(mine.Json);
#pragma warning disable CA1849 // into memory
        mine.Json.Flush();
#pragma warning restore CA1849
        response.ContentLength = mine.Buffer.WrittenCount;
        var sent = response.BodyWriter.WriteAsync(mine.Buffer.WrittenMemory, cancellationToken);
        mine.Buffer.Clear(); // of tokens
        mine.Json.Reset();
        spare = mine.Buffer.Capacity <= MaxSpare ? mine : null;
        return sent;
    }

    private sealed class Spare
    {
        public Spare() => Json = new Utf8JsonWriter(Buffer, Fast);

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);

        public Utf8JsonWriter Json { get; }
    }
}
