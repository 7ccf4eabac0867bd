using System.Text.Json;

namespace Tokgate.Server.Keys;

/// <summary>JSON from outside: no member twice, no deep nesting, no comments. Two readers that differ on these disagree about what was signed.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static bool TryParseObject(ReadOnlyMemory<byte> utf8, out JsonElement value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            value = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
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
