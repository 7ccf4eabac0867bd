using System.Runtime.CompilerServices;

namespace Tokgate.TestKit;

/// <summary>Waits for what comes without being asked for, looks often, gives up late, and then says what did not come.</summary>
public static class Eventually
{
    /// <summary>Far longer than anything takes on a machine that does nothing else, since it may do ten things else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public static Task HoldsAsync(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string what = "") => HoldsAsync(() => Task.FromResult(holds()), what);

    public static Task HoldsAsync(Func<Task<bool>> holds, [CallerArgumentExpression(nameof(holds))] string what = "") => GetAsync(async () => await holds() ? what : null, what);

    /// <summary>The first that is not null.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> find, [CallerArgumentExpression(nameof(find))] string what = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(find);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await find() is { } found)
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It did not come in {Patience.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(s_pause, TimeProvider.System);
        }
    }
}
