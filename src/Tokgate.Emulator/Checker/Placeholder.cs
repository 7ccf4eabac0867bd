namespace Tokgate.Emulator.Checker;

/// <summary>What languages write for a value that is not there.</summary>
internal static class Placeholder
{
    private static readonly string[] Words = ["", "undefined", "null", "None", "nil", "NaN", "[object Object]", "false", "{}"];

    public static bool IsOne(string? token) => token is not null && Words.Contains(token, StringComparer.OrdinalIgnoreCase);
}
