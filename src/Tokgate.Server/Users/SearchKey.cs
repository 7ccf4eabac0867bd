using System.Text;

namespace Tokgate.Server.Users;

/// <summary>
/// A name as it is searched for: without case, without accents of Latin letters, without decoration. It is kept beside the name, so that the beginning of a name is a
/// range of an index; changing the folding means writing all of them anew.
/// </summary>
internal static class SearchKey
{
    public const int MaxLength = 80;

    /// <summary>Above every character that a key can go on with.</summary>
    private const string Last = "\U0010FFFF";

    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        // Half a surrogate pair cannot be normalised, and a zero is no text to PostgreSQL.
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune))
            {
                whole.Append(rune.ToString());
            }
        }

        var folded = new StringBuilder(whole.Length);
        foreach (var rune in whole.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (rune.Value is >= 0x300 and <= 0x36F)
            {
                continue;
            }

            var lower = Rune.ToLowerInvariant(rune).ToString();
            if (folded.Length + lower.Length > MaxLength)
            {
                break;
            }

            folded.Append(lower);
        }

        return folded.ToString().Trim();
    }

    /// <summary>The first key that does not begin with this one any more.</summary>
    public static string EndOf(string prefix) => prefix + Last;
}
