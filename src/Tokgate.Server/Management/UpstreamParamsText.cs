using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>Auth0's <c>upstream_params</c>, both ways.</summary>
internal static class UpstreamParamsText
{
    private const string Form = "takes {\"value\": \"…\"} or {\"alias\": \"…\"}";

    public static JsonObject Schema => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["additionalProperties"] = new JsonObject
        {
            ["oneOf"] = new JsonArray(
                Schemas.Object([], ("value", "string")),
                Schemas.Object([]).WithProperty("alias", Schemas.Text.With("enum", new JsonArray([.. UpstreamParams.Aliases.Select(static alias => JsonValue.Create(alias))]))),
                new JsonObject { ["type"] = "null" }),
        },
    };

    public static JsonObject Write(IReadOnlyDictionary<string, UpstreamParam> known) => new(known.Select(static pair => KeyValuePair.Create<string, JsonNode?>(
        pair.Key, pair.Value.Alias is { } alias ? new JsonObject { ["alias"] = alias } : new JsonObject { ["value"] = pair.Value.Value })));

    public static ConnectionView Take(ConnectionView view, JsonElement? sent, string path, Faults faults)
    {
        if (sent is null)
        {
            return view.With(static config => config with { UpstreamParams = new Dictionary<string, UpstreamParam>() });
        }

        if (sent is not { ValueKind: JsonValueKind.Object } names)
        {
            return Members<ConnectionView>.Refuse(view, path, faults, "must be an object: names, each of which " + Form);
        }

        var merged = new OrderedDictionary<string, UpstreamParam>(view.Config.UpstreamParams, StringComparer.Ordinal);
        foreach (var member in names.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(member.Name);
            }
            else if (Read(member.Value) is { } param)
            {
                merged[member.Name] = param;
            }
            else
            {
                return Members<ConnectionView>.Refuse(view, path, faults, "each name " + Form);
            }
        }

        return merged.SequenceEqual(view.Config.UpstreamParams) ? view : view.With(config => config with { UpstreamParams = merged });
    }

    private static UpstreamParam? Read(JsonElement sent) => sent.ValueKind == JsonValueKind.Object && sent.EnumerateObject().ToList() is [{ Name: "value" or "alias", Value.ValueKind: JsonValueKind.String } only]
        ? only.Name == "value" ? new UpstreamParam(only.Value.GetString(), null) : new UpstreamParam(null, only.Value.GetString())
        : null;
}
