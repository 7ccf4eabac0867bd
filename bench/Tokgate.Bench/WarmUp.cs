namespace Tokgate.Bench;

/// <summary>
/// Load in bursts with rests between them. The runtime compiles hot methods anew only when the core has a moment for it: under unbroken load on one core they
/// stay as slow as they began, for as long as anybody has cared to wait.
/// </summary>
internal static class WarmUp
{
    public static async Task RunAsync(int bursts, Func<TimeSpan, Task> load)
    {
        for (var burst = 0; burst < bursts; burst++)
        {
            await load(TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }

    /// <summary>Until it gets no faster, which on one core takes about a minute: new code is compiled in the rests only.</summary>
    public static async Task UntilSteadyAsync(int most, Func<TimeSpan, Task<TokenSample>> loadAsync)
    {
        var best = 0.0;
        var idle = 0;
        for (var burst = 0; burst < most && idle < 6; burst++)
        {
            var rate = (await loadAsync(TimeSpan.FromSeconds(2))).PerSecond;
            idle = rate > best * 1.03 ? 0 : idle + 1;
            best = Math.Max(best, rate);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }
}
