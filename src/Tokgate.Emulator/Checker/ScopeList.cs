namespace Tokgate.Emulator.Checker;

/// <summary>Reads a list of scopes however it is joined, to judge names and separators apart from each other.</summary>
internal static class ScopeList
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n', '+', ';', '|'];

    public static IReadOnlyList<string> Names(string? scope) =>
        scope is null ? [] : scope.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
