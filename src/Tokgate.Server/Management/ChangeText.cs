using System.Text.Json.Nodes;

namespace Tokgate.Server.Management;

/// <summary>Before and after, as the trail keeps them: only members that differ. Both come from shapes, which tell no secrets.</summary>
internal static class ChangeText
{
    public const int MaxLength = 16_000;

    public static string Of(JsonObject? before, JsonObject? after)
    {
        var change = new JsonObject();
        if (before is not null)
        {
            change["before"] = Differing(before, after);
        }

        if (after is not null)
        {
            change["after"] = Differing(after, before);
        }

        var text = change.ToJsonString();
        return text.Length <= MaxLength ? text : new JsonObject { ["changed"] = new JsonArray([.. Names(before, after).Select(static name => JsonValue.Create(name))]), ["length"] = text.Length }.ToJsonString();
    }

    private static JsonObject Differing(JsonObject one, JsonObject? other)
    {
        var differing = new JsonObject();
        foreach (var (name, value) in one)
        {
            var there = other?[name];
            if (!JsonNode.DeepEquals(value, there))
            {
                differing[name] = value is JsonObject inner && there is JsonObject innerThere ? Differing(inner, innerThere) : value?.DeepClone();
            }
        }

        return differing;
    }

    private static IEnumerable<string> Names(JsonObject? before, JsonObject? after) =>
        (before ?? []).Concat(after ?? []).Select(static member => member.Key).Distinct(StringComparer.Ordinal).Where(name => !JsonNode.DeepEquals(before?[name], after?[name]));
}
