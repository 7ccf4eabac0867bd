using System.Buffers;
using System.Net.Http.Headers;

namespace Tokgate.TikTok;

/// <summary>Sends one request and reads its answer whole, within a time and a size.</summary>
internal sealed class Transport(HttpClient http, TimeSpan timeout, int maxResponseBytes, TimeProvider time)
{
    private const int ChunkBytes = 4 * 1024;

    public async Task<WireReply> SendAsync(TikTokEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        request.Version = http.DefaultRequestVersion;
        request.VersionPolicy = http.DefaultVersionPolicy;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        try
        {
            // Headers first, so that the body is read under our cap and our clock instead of HttpClient's.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, linked.Token).ConfigureAwait(false);
            var reply = new WireReply
            {
                Endpoint = endpoint,
                Status = response.StatusCode,
                ReceivedAt = time.GetUtcNow(),
                Body = body ?? [],
                HeaderLogId = response.Headers.TryGetValues("x-tt-logid", out var ids) ? ids.FirstOrDefault() : null,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
            return body is null ? throw reply.UnreadableBody() : reply;
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // HttpClient's own shape for its time-outs, which resilience handlers know.
            throw new TaskCanceledException("TikTok did not answer in time.", new TimeoutException("The time-out of one request is over.", exception), linked.Token);
        }
    }

    /// <returns>Null when the body is longer than may be.</returns>
    private async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxResponseBytes)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // One byte more than announced, so that the read which sees the end needs no larger buffer.
            var buffer = ArrayPool<byte>.Shared.Rent((int)(content.Headers.ContentLength + 1 ?? ChunkBytes));
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
