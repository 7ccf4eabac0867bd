using System.Globalization;
using System.Text;

namespace Tokgate.Server.Dashboard;

/// <summary>
/// Strangers' words as a page shows them: one bounded line without what turns, hides or covers the text around it (T-24). For the eyes alone: what is kept is not changed, and an
/// id that cannot be chosen stands beside it.
/// </summary>
internal static class Shown
{
    public const int MaxName = 60;

    private const int MostMarks = 2;

    // Letters by their category, and nothing to see all the same.
    private static readonly HashSet<int> Blank = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC];

    /// <summary>A name; where nothing is left of it, words that say so.</summary>
    public static string Name(string? name) => Text(name) is { Length: > 0 } text ? text : "(no name)";

    public static string Text(string? text, int max = MaxName)
    {
        var shown = new StringBuilder();
        var (count, marks, isSpaced) = (0, 0, false);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
            {
                isSpaced = shown.Length > 0;
                continue;
            }

            if (Blank.Contains(rune.Value)
                || category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MostMarks)
            {
                continue;
            }

            if (count == max)
            {
                return shown.Append('…').ToString();
            }

            if (isSpaced)
            {
                shown.Append(' ');
                isSpaced = false;
            }

            shown.Append(rune);
            count++;
        }

        return shown.ToString();
    }

    /// <summary>Up to two letters that stand for a person: pictures come from other hosts, which would then know who looks at whom.</summary>
    public static string Initials(string? name)
    {
        var letters = Text(name).Split(' ').Select(static word => word.EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit)).Where(static rune => rune.Value != 0).Take(2);
        return string.Concat(letters.Select(static rune => Rune.ToUpperInvariant(rune).ToString())) is { Length: > 0 } initials ? initials : "?";
    }

    /// <summary>With a capital at its beginning.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The documentation's Markdown without its marks.</summary>
    public static string Plain(string markdown)
    {
        var text = new StringBuilder();
        for (var place = 0; place < markdown.Length; place++)
        {
            if (markdown[place] == '[' && markdown.IndexOf("](", place, StringComparison.Ordinal) is > 0 and var end && markdown.IndexOf(')', end) is > 0 and var close)
            {
                text.Append(markdown.AsSpan(place + 1, end - place - 1));
                place = close;
            }
            else if (markdown[place] != '`')
            {
                text.Append(markdown[place]);
            }
        }

        return text.Replace("**", "").ToString();
    }
}
