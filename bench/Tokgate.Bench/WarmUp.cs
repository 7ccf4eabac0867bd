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
}
