using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Tokgate.TikTok;

/// <summary>Makes upstream text fit for logs and pages.</summary>
internal static partial class SafeText
{
    // Far above any cap in use, so that cutting before scrubbing cannot leave half a token that the pattern misses.
    private const int Window = 4096;

    private static readonly SearchValues<char> s_lettersAndDigits = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static string? Clean(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // A log_id as it should be.
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExcept(s_lettersAndDigits))
        {
            return text;
        }

        var scrubbed = TokenLike().Replace(text.Length > Window ? text[..Window] : text, "***");
        var clean = new StringBuilder(Math.Min(scrubbed.Length, longest));
        foreach (var rune in scrubbed.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest)
            {
                break;
            }

            clean.Append(IsPrintable(rune) ? rune.ToString() : " ");
        }

        var trimmed = clean.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    public static bool LooksLikeToken(string text) => TokenLike().IsMatch(text);

    // Format characters turn text around on a page (bidi) and hide in logs; controls forge lines in them.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned);

    [GeneratedRegex(@"\b(?:act|rft|clt)\.[^\s""'<>&,;]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TokenLike();
}
