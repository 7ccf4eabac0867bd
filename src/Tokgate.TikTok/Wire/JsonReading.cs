using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>Reads members leniently where TikTok is known or feared to be loose: numbers as strings, null for absent.</summary>
internal static class JsonReading
{
    public static string? StringOrNull(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A string, or a number as it is written.</summary>
    public static string? TextOrNull(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var member) ? null : member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number => member.GetRawText(),
            _ => null,
        };

    public static bool? BooleanOrNull(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var member) ? null : member.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    public static long? Int64OrNull(this JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member.Int64OrNull() : null;

    // Nothing too: a default element.
    public static long? Int64OrNull(this JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Number when member.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(member.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public static int? Int32OrNull(this JsonElement element, string name) =>
        element.Int64OrNull(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public static bool IsAbsent(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null;

    public static JsonElement? ObjectOrNull(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    /// <summary>Members whose names are not known, cut loose from the answer they came in.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Unknown(this JsonElement element, IReadOnlySet<string> known)
    {
        Dictionary<string, JsonElement>? unknown = null;
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                (unknown ??= new(StringComparer.Ordinal)).Add(member.Name, member.Value.Clone());
            }
        }

        return unknown?.AsReadOnly() ?? ReadOnlyDictionary<string, JsonElement>.Empty;
    }
}
