using System.Buffers;
using System.Net.Http.Headers;

namespace Tokgate.TikTok;

/// <summary>Sends one request and reads its answer whole, within a time and a size.</summary>
internal sealed class Transport(HttpClient http, TimeSpan timeout, int maxResponseBytes, TimeProvider time)
{
    private const int ChunkBytes = 4 * 1024;

    /// <param name="endpoint">What is asked, for what is told of it.</param>
    /// <param name="request">Ours from here on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WireReply> SendAsync(TikTokEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var owned = request;
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken) : null;
        var either = linked?.Token ?? deadline.Token;

        request.Version = http.DefaultRequestVersion;
        request.VersionPolicy = http.DefaultVersionPolicy;
        request.Headers.TryAddWithoutValidation("Accept", "application/json"); // nothing to validate, and parsing it costs more than sending it

        try
        {
            // Headers first, so that the body is read under our cap and our clock instead of HttpClient's.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, either).ConfigureAwait(false);
            var reply = new WireReply
            {
                Endpoint = endpoint,
                Status = response.StatusCode,
                ReceivedAt = time.GetUtcNow(),
                Body = body ?? [],
                HeaderLogId = response.Headers.NonValidated.TryGetValues("x-tt-logid", out var ids) ? ids.FirstOrDefault() : null,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
            return body is null ? throw reply.UnreadableBody() : reply;
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // HttpClient's own shape for its time-outs, which resilience handlers know.
            throw new TaskCanceledException($"{Upstream.NameOf(endpoint)} did not answer in time.", new TimeoutException("The time-out of one request is over.", exception), either);
        }
    }

    /// <returns>Null when the body is longer than may be.</returns>
    private async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > maxResponseBytes)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (announced is { } expected)
            {
                // The stream ends there too, and throws if it ends before.
                var body = new byte[expected];
                var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return read == body.Length ? body : body[..read];
            }

            var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
            try
            {
                var length = 0;
                int read;
                while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    length += read;
                    if (length > maxResponseBytes)
                    {
                        return null;
                    }

                    if (length == buffer.Length)
                    {
                        buffer = Larger(buffer);
                    }
                }

                return buffer.AsSpan(0, length).ToArray();
            }
            finally
            {
                Return(buffer);
            }
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        Return(buffer);
        return larger;
    }

    // Cleared: answers hold tokens, and whoever rents next would hold them too.
    private static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }
}
