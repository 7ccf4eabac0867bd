using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>Things of the management API as a document tells them: without what only the server says, and without what goes without saying.</summary>
internal static class ShapeText
{
    /// <summary>Without the members that the schema calls read-only.</summary>
    public static JsonObject Settable(JsonObject told, JsonObject schema)
    {
        var properties = schema["properties"] as JsonObject;
        foreach (var name in told.Select(static member => member.Key).ToList())
        {
            if (properties?[name] is not JsonObject member)
            {
                continue;
            }

            if (member["readOnly"]?.GetValue<bool>() == true)
            {
                told.Remove(name);
            }
            else if (told[name] is JsonObject inner)
            {
                Settable(inner, member);
            }
            else if (told[name] is JsonArray items && member["items"] is JsonObject item)
            {
                foreach (var one in items.OfType<JsonObject>())
                {
                    Settable(one, item);
                }
            }
        }

        return told;
    }

    /// <summary>As <see cref="Shape{T}.Take"/> of a new thing, whatever order the members stand in: some have a say in the defaults of others.</summary>
    public static T Take<T>(Shape<T> shape, T empty, JsonObject sent, string path, Faults faults)
    {
        var known = shape.Members.Select(static member => member.Name).ToList();
        var ordered = new JsonObject(sent.OrderBy(member => known.IndexOf(member.Key) is var place && place < 0 ? int.MaxValue : place).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return shape.Take(empty, JsonElement.Parse(ordered.ToJsonString()), path + ".", isNew: true, faults);
    }

    /// <summary>Without the members that have their defaults.</summary>
    /// <param name="whole">All of it.</param>
    /// <param name="kept">Members that are always told.</param>
    /// <param name="complete">What a document with these members comes to.</param>
    public static JsonObject Short(JsonObject whole, IReadOnlyCollection<string> kept, Func<JsonObject, JsonObject> complete)
    {
        var bare = complete(new JsonObject(whole.Where(member => kept.Contains(member.Key)).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))));
        var told = Unlike(whole, bare, kept);

        // A default may hang on a member that was left out with its own default; then all of it is told.
        return JsonNode.DeepEquals(complete(told.DeepClone().AsObject()), whole) ? told : whole.DeepClone().AsObject();
    }

    public static IReadOnlyList<PlannedMember> Difference(JsonObject? before, JsonObject? after, string prefix = "")
    {
        var members = new List<PlannedMember>();
        foreach (var name in (before ?? []).Concat(after ?? []).Select(static member => member.Key).Distinct(StringComparer.Ordinal))
        {
            var (old, now) = (before?[name], after?[name]);
            if (JsonNode.DeepEquals(old, now))
            {
                continue;
            }

            if ((old ?? now) is JsonObject && old is null or JsonObject && now is null or JsonObject)
            {
                members.AddRange(Difference(old as JsonObject, now as JsonObject, $"{prefix}{name}."));
            }
            else
            {
                members.Add(new PlannedMember(prefix + name, old?.DeepClone(), now?.DeepClone()));
            }
        }

        return members;
    }

    private static JsonObject Unlike(JsonObject whole, JsonObject bare, IReadOnlyCollection<string> kept)
    {
        var told = new JsonObject();
        foreach (var (name, value) in whole)
        {
            if (kept.Contains(name) || !JsonNode.DeepEquals(value, bare[name]))
            {
                told[name] = value is JsonObject inner && bare[name] is JsonObject other ? Unlike(inner, other, []) : value?.DeepClone();
            }
        }

        return told;
    }
}
