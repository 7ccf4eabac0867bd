using System.Globalization;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard;

/// <summary>Reads what the management API tells, as a page shows it. What is not there is null, or empty.</summary>
internal static class Told
{
    public static string? Text(this JsonNode? node, string name) => (node as JsonObject)?[name]?.ToString();

    public static bool Flag(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static long? Number(this JsonNode? node, string name) => (node as JsonObject)?[name] is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<int>(out var small) ? small // made here and never written, it is what it was made of
        : null;

    public static DateTimeOffset? Instant(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(node.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    public static JsonNode? Part(this JsonNode? node, string name) => (node as JsonObject)?[name];

    public static IReadOnlyList<string> Texts(this JsonNode? node, string name) => [.. node.Parts(name).Select(static item => item.ToString())];

    public static IReadOnlyList<JsonNode> Parts(this JsonNode? node, string name) => node.Part(name).Items();

    /// <summary>The items of an array; none of anything else.</summary>
    public static IReadOnlyList<JsonNode> Items(this JsonNode? node) => node is JsonArray array ? [.. array.OfType<JsonNode>()] : [];
}
