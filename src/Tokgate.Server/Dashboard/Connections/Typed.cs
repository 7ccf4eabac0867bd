using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard;

/// <summary>Reads what somebody typed into a form.</summary>
internal static class Typed
{
    /// <summary>Words with spaces, commas or lines between.</summary>
    public static JsonArray Words(string? text) => [.. (text ?? "").Split([' ', ',', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(static word => JsonValue.Create(word))];

    /// <summary>Null for nothing typed.</summary>
    public static JsonNode? Optional(string? text) => string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text.Trim());

    public static bool Flag(this IFormCollection form, string name) => form[name].Contains("true");
}
