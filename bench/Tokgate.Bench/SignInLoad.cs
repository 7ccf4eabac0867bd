using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>Many browsers at once, each signing in again and again, against a server on a core of its own.</summary>
internal static class SignInLoad
{
    private const int Browsers = 32;

    /// <summary>Keeps this process, the load, away from the core of the server that is measured.</summary>
    public static void TakeOtherCore()
    {
        if (OperatingSystem.IsLinux())
        {
            Process.GetCurrentProcess().ProcessorAffinity = 2; // core 1, as a mask
        }
    }

    /// <summary>The median, by rate, of three runs.</summary>
    public static async Task<SignInSample> MedianAsync(Func<TimeSpan, Task<SignInSample>> measure, TimeSpan run)
    {
        var samples = new List<SignInSample>();
        for (var number = 0; number < 3; number++)
        {
            samples.Add(await measure(run));
        }

        return Median(samples);
    }

    public static SignInSample Median(IEnumerable<SignInSample> samples) => samples.OrderBy(sample => sample.PerSecond).ElementAt(1);

    /// <summary>As many as the server can take; with <paramref name="perSecond"/> that many, each at its own moment, whether or not those before it are done.</summary>
    public static async Task<SignInSample> MeasureAsync(
        ServerProcess server, Uri emulator, TimeSpan length, Func<Uri, RawConnection, Uri, RawConnection, Task> signIn, double? perSecond = null)
    {
        var signIns = new List<TimeSpan[]>();
        var own = new List<double>();
        var cpuBefore = server.CpuTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Browsers).Select(async browser =>
        {
            using var toServer = await RawConnection.OpenAsync(server.Address);
            using var toTikTok = await RawConnection.OpenAsync(emulator);
            for (var number = 0; watch.Elapsed < length; number++)
            {
                if (perSecond is { } rate)
                {
                    var wait = TimeSpan.FromSeconds(((number * Browsers) + browser) / rate) - watch.Elapsed;
                    await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeProvider.System);
                }

                toServer.Forget();
                toTikTok.Forget();
                await signIn(server.Address, toServer, emulator, toTikTok);
                lock (signIns)
                {
                    signIns.Add([.. toServer.Waits]);
                    own.Add((toServer.Waits.Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait) - toServer.Upstream).TotalMilliseconds);
                }
            }
        }));
        var elapsed = watch.Elapsed;
        var cpu = server.CpuTime - cpuBefore;
        return new SignInSample(
            signIns.Count / elapsed.TotalSeconds,
            cpu.TotalMicroseconds / signIns.Count,
            cpu / elapsed,
            [.. signIns.Select(waits => waits.Sum(wait => wait.TotalMilliseconds)).Order()],
            [.. own.Order()],
            [.. Enumerable.Range(0, signIns[0].Length).Select(step => signIns.Select(waits => waits[step].TotalMilliseconds).Order().ElementAt(signIns.Count / 2))]);
    }
}
