using System.Security.Cryptography;

namespace Tokgate.Vault;

/// <summary>Waits that grow and differ, so that those who failed together do not come back together.</summary>
internal static class Waits
{
    private const int Resolution = 1 << 20;

    /// <summary>The wait after so many failures (1 is the first), with a fifth of jitter; what TikTok asked for, if that is longer.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan most, TimeSpan? asked = null)
    {
        var doubled = Math.Min(first.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, 40)), most.Ticks);
        var wait = TimeSpan.FromTicks((long)(doubled * (0.9 + (0.2 * Fraction()))));
        return asked > wait ? asked.Value : wait;
    }

    /// <summary>Something between nothing and all of it.</summary>
    public static TimeSpan Some(TimeSpan most) => most * Fraction();

    private static double Fraction() => RandomNumberGenerator.GetInt32(Resolution) / (double)Resolution;
}
