using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>One token request (client credentials), sent again and again by many connections.</summary>
internal static class TokenLoad
{
    private const int Connections = 64;

    public static async Task<double> PerSecondAsync(Uri server, byte[] request, TimeSpan length)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            while (watch.Elapsed < length)
            {
                connection.Waits.Clear();
                var answer = await connection.ExchangeAsync(request);
                if (answer.Status != 200 || !answer.Body.Contains("\"access_token\"", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"No token: {answer.Status} {answer.Body}");
                }

                Interlocked.Increment(ref count);
            }
        }));
        return count / watch.Elapsed.TotalSeconds;
    }
}
