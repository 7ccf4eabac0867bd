using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>One token request (client credentials), sent again and again by many connections.</summary>
internal static class TokenLoad
{
    private const int Connections = 64;

    /// <summary>The median, by rate, of three.</summary>
    public static TokenSample Median(IEnumerable<TokenSample> samples) => samples.OrderBy(sample => sample.PerSecond).ElementAt(1);

    public static async Task<TokenSample> MeasureAsync(ServerProcess server, byte[] request, TimeSpan length)
    {
        var count = 0;
        var cpuBefore = server.CpuTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(server.Address);
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
        var elapsed = watch.Elapsed;
        return new TokenSample(count / elapsed.TotalSeconds, (server.CpuTime - cpuBefore).TotalMicroseconds / count);
    }
}
