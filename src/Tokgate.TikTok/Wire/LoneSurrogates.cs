using System.Globalization;

namespace Tokgate.TikTok;

/// <summary>
/// Puts U+FFFD in place of escaped halves of surrogate pairs. A display name cut in the middle of an emoji is such a half; reading it throws,
/// and a sign-in must not die of a name.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Works in place: both escapes have six bytes. A backslash stands nowhere in JSON but inside strings.</summary>
    public static void Mend(Span<byte> json)
    {
        for (var at = 0; at < json.Length; at++)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (Unit(json, at) is not { } unit)
            {
                at++;
            }
            else if (char.IsHighSurrogate(unit) && Unit(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += (2 * EscapeLength) - 1;
            }
            else
            {
                if (char.IsSurrogate(unit))
                {
                    "\\ufffd"u8.CopyTo(json[at..]);
                }

                at += EscapeLength - 1;
            }
        }
    }

    private static char? Unit(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
