using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>Requests for tokens by many connections: as many as the server takes, or at a rate.</summary>
internal static class VaultLoad
{
    private const int Connections = 32;

    public static VaultSample Median(IEnumerable<VaultSample> samples) => samples.OrderBy(sample => sample.CpuMicroseconds).ElementAt(1);

    /// <summary>For runs at a rate, where the waits are what is asked.</summary>
    public static VaultSample MedianByWaits(IEnumerable<VaultSample> samples) => samples.OrderBy(sample => sample.Percentile(99)).ElementAt(1);

    /// <param name="server">Who is measured.</param>
    /// <param name="next">The request of a number, or null when there are no more.</param>
    /// <param name="length">For so long, or until there are no more.</param>
    /// <param name="perSecond">Each at its own moment, whether or not those before it are done; null as many as it takes.</param>
    public static async Task<VaultSample> MeasureAsync(ServerProcess server, Func<int, byte[]?> next, TimeSpan length, double? perSecond = null)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawConnection.OpenAsync(server.Address)));
        var number = -1;
        var waits = new List<double>();
        var cpuBefore = server.CpuTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(connections.Select(async connection =>
        {
            while (watch.Elapsed < length && Interlocked.Increment(ref number) is var mine && next(mine) is { } request)
            {
                var due = TimeSpan.FromSeconds(mine / (perSecond ?? double.PositiveInfinity));
                var isIdle = due > watch.Elapsed;
                if (isIdle)
                {
                    await Task.Delay(due - watch.Elapsed, TimeProvider.System);
                }

                connection.Waits.Clear();
                var answer = await connection.ExchangeAsync(request);
                if (answer.Status != 200 || !answer.Body.Contains("\"access_token\"", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"No token: {answer.Status} {answer.Body}");
                }

                // From the moment it was due, if its connection still waited for the answer before: a server that lags behind must not look quick because it was asked late. If the
                // connection was idle, whoever wakes late is this program, whose core PostgreSQL and the emulator have too.
                var waited = perSecond is null || isIdle ? connection.Waits[0] : watch.Elapsed - due;
                lock (waits)
                {
                    waits.Add(waited.TotalMilliseconds);
                }
            }
        }));
        var elapsed = watch.Elapsed;
        Array.ForEach(connections, static connection => connection.Dispose());
        var cpu = server.CpuTime - cpuBefore;
        waits.Sort();
        return new VaultSample(waits.Count / elapsed.TotalSeconds, cpu.TotalMicroseconds / waits.Count, cpu / elapsed, waits);
    }
}
