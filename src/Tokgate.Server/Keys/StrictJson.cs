using System.Text.Json;
using System.Text.Unicode;

namespace Tokgate.Server.Keys;

/// <summary>
/// JSON from outside: no member twice, no deep nesting, no comments, nothing that is not text (bad UTF-8, half a surrogate pair). Two readers that differ on these
/// disagree about what was signed, and the framework's throws on the last only when somebody looks.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static bool TryParseObject(ReadOnlyMemory<byte> utf8, out JsonElement value) => TryParse(utf8, JsonValueKind.Object, out value);

    public static bool TryParse(ReadOnlyMemory<byte> utf8, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        if (!Utf8.IsValid(utf8.Span))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind != kind)
            {
                return false;
            }

            ReadEscapes(utf8.Span);
            value = document.RootElement.Clone();
            return true;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            return false; // the second says half a pair
        }
    }

    // Throws at half a pair, which can only come in as an escape.
    private static void ReadEscapes(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.Contains((byte)'\\'))
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }

    /// <summary>The member's text if it is a string without half a surrogate pair.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Seconds since 1970 as whole number; what is written 1e9 or 1.5 is not one.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
