namespace Tokgate.Emulator.Checker;

/// <summary>The words of page, JSON and command line. They are in people's scripts.</summary>
internal static class CheckWords
{
    public static string Of(TikTokEmulatorSeverity severity) => severity switch
    {
        TikTokEmulatorSeverity.Error => "error",
        TikTokEmulatorSeverity.Warning => "warning",
        _ => "note",
    };

    public static string Of(TikTokEmulatorVerdict verdict) => verdict switch
    {
        TikTokEmulatorVerdict.NothingChecked => "nothing_checked",
        TikTokEmulatorVerdict.Clean => "clean",
        TikTokEmulatorVerdict.Note => "note",
        TikTokEmulatorVerdict.Warning => "warning",
        _ => "error",
    };

    public static string Of(Evidence evidence) => evidence switch
    {
        Evidence.Documented => "documented",
        Evidence.Sdk => "sdk",
        Evidence.Integrators => "integrators",
        Evidence.Inferred => "inferred",
        _ => "unconfirmed",
    };
}
