namespace Tokgate.Server.Administrators;

/// <summary>How long guessing at a name is over after so many wrong ones in a row: nothing at first, since people mistype, then twice as long each time, up to an hour.</summary>
internal static class GuessDelay
{
    private const int Free = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    public static TimeSpan After(int failures) =>
        failures < Free ? TimeSpan.Zero : failures - Free >= 7 ? Most : First * (1 << (failures - Free));
}
