using System.Buffers;

namespace Tokgate.Server.Protocol;

/// <summary>RFC 6749, 3.3: words of printable characters without quote and backslash, one space between them.</summary>
internal static class Scope
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string OfflineAccess = "offline_access";

    /// <value>More than the management API has, since its clients ask for all of it at once.</value>
    public const int MaxWords = 100;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(static code => (char)code).Where(static character => character is not ('"' or '\\'))]);

    public static bool IsWord(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(WordCharacters);

    /// <summary>Null is no scope at all; a word that stands twice counts once.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<string> words)
    {
        if (text is null)
        {
            words = [];
            return true;
        }

        var parts = text.Split(' ');
        if (parts.Length > MaxWords || !Array.TrueForAll(parts, IsWord))
        {
            words = [];
            return false;
        }

        words = [.. parts.Distinct(StringComparer.Ordinal)];
        return true;
    }
}
