using System.Buffers;
using System.IO.Pipelines;

namespace Tokgate.Emulator.Hosting;

/// <summary>Reads a whole body into memory, or none of it when it is too large.</summary>
internal static class RequestBody
{
    public const int Most = 64 * 1024;

    /// <summary>Null when the body is larger than <see cref="Most"/>.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return [];
        }

        if (request.ContentLength > Most)
        {
            return null;
        }

        try
        {
            return await ReadToEndAsync(request.BodyReader, cancellationToken);
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null; // a chunked body says its size only by arriving; the server's limit then speaks first
        }
    }

    private static async ValueTask<byte[]?> ReadToEndAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Most)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
