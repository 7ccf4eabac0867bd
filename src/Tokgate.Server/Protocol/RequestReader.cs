using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Tokgate.Server.Protocol;

/// <summary>The one way from a request to its parameters. Every refusal is <c>invalid_request</c>.</summary>
internal static class RequestReader
{
    public const int MaxFormLength = 64 * 1024;
    public const int MaxQueryLength = 8 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    public static OAuthError? ReadQuery(HttpRequest request, out Parameters parameters)
    {
        parameters = new Parameters();
        var query = request.QueryString.Value;
        if (string.IsNullOrEmpty(query))
        {
            return null;
        }

        return query.Length <= MaxQueryLength && FormText.TryParse(Encoding.UTF8.GetBytes(query).AsSpan(1), parameters)
            ? null
            : OAuthError.InvalidRequest("The query is too long, has too many parameters or is not correctly encoded.");
    }

    public static async ValueTask<(Parameters Parameters, OAuthError? Error)> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsForm(request.ContentType))
        {
            return (Parameters.Empty, OAuthError.InvalidRequest("The body must be application/x-www-form-urlencoded in UTF-8."));
        }

        if (request.ContentLength > MaxFormLength)
        {
            return (Parameters.Empty, TooLarge);
        }

        try
        {
            return await ReadBodyAsync(request.BodyReader, Parameters.Empty, Parse, MaxFormLength, cancellationToken);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            return (Parameters.Empty, Unreadable);
        }
    }

    /// <summary>The body as it came, for what is signed over its bytes.</summary>
    public static ValueTask<(byte[] Body, OAuthError? Error)> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken) => ReadBytesAsync(request, MaxFormLength, cancellationToken);

    public static async ValueTask<(byte[] Body, OAuthError? Error)> ReadBytesAsync(HttpRequest request, int maxLength, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxLength)
        {
            return ([], TooLarge);
        }

        try
        {
            return await ReadBodyAsync<byte[]>(request.BodyReader, [], Copy, maxLength, cancellationToken);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            return ([], Unreadable);
        }
    }

    private static async ValueTask<(T Content, OAuthError? Error)> ReadBodyAsync<T>(
        PipeReader body, T nothing, Func<PipeReader, ReadOnlySequence<byte>, (T Content, OAuthError? Error)> parse, int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = body.TryRead(out var there) ? there : await WaitAsync(body, cancellationToken);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (read.Buffer.Length > maxLength)
            {
                body.AdvanceTo(read.Buffer.End);
                return (nothing, TooLarge);
            }

            if (read.IsCompleted)
            {
                return parse(body, read.Buffer);
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // Not by the token itself: Kestrel's pipe would be left in the middle of a read, and it complains in the log of every caller that hangs up.
    private static async ValueTask<ReadResult> WaitAsync(PipeReader body, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body); // the body
        return await body.ReadAsync(CancellationToken.None);
    }

    private static OAuthError TooLarge => OAuthError.InvalidRequest("The body is too large.") with { Status = StatusCodes.Status413PayloadTooLarge };

    // Kestrel tells of some chunks that are none in this way, and of a caller that hung up; it is no failure of ours either way (T-47).
    private static OAuthError Unreadable => OAuthError.InvalidRequest("The body could not be read.");

    private static (byte[] Body, OAuthError? Error) Copy(PipeReader body, ReadOnlySequence<byte> buffer)
    {
        var copy = buffer.ToArray();
        body.AdvanceTo(buffer.End);
        return (copy, null);
    }

    private static (Parameters Parameters, OAuthError? Error) Parse(PipeReader body, ReadOnlySequence<byte> buffer)
    {
        var parameters = new Parameters();
        var isWellFormed = FormText.TryParse(buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray(), parameters);
        body.AdvanceTo(buffer.End);
        return (parameters, isWellFormed ? null : OAuthError.InvalidRequest("The body has too many or too long parameters or is not correctly encoded."));
    }

    public static bool IsForm(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(FormType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = contentType.AsSpan(FormType.Length).Trim();
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] != ';')
        {
            return false;
        }

        rest = rest[1..].Trim();
        return rest.IsEmpty || rest.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase) || rest.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase);
    }
}
