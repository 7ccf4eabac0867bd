namespace Tokgate.Server.Protocol;

/// <summary>The characters that RFC 6749, 5.2 allows in error_description: %x20-21 / %x23-5B / %x5D-7E.</summary>
internal static class AllowedText
{
    private const int MaxLength = 40;

    public static bool Allows(char character) => character is >= ' ' and <= '~' and not ('"' or '\\');

    public static bool AllowsAll(string text) => text.All(Allows);

    public static string Of(string text, int maxLength = MaxLength)
    {
        var cut = text.Length > maxLength ? text[..maxLength] : text;
        return string.Create(cut.Length, cut, static (into, from) =>
        {
            for (var index = 0; index < into.Length; index++)
            {
                into[index] = Allows(from[index]) ? from[index] : '?';
            }
        });
    }
}
