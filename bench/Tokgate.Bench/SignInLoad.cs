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

        return samples.OrderBy(sample => sample.PerSecond).ElementAt(1);
    }

    public static async Task<SignInSample> MeasureAsync(
        ServerProcess server, Uri emulator, TimeSpan length, Func<Uri, RawConnection, Uri, RawConnection, Task> signIn)
    {
        var count = 0;
        var cpuBefore = server.CpuTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Browsers).Select(async _ =>
        {
            using var toServer = await RawConnection.OpenAsync(server.Address);
            using var toTikTok = await RawConnection.OpenAsync(emulator);
            while (watch.Elapsed < length)
            {
                await signIn(server.Address, toServer, emulator, toTikTok);
                Interlocked.Increment(ref count);
            }
        }));
        var elapsed = watch.Elapsed;
        var cpu = server.CpuTime - cpuBefore;
        return new SignInSample(count / elapsed.TotalSeconds, cpu.TotalMicroseconds / count, cpu / elapsed);
    }
}
