using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>Which claims come of which fields: by claim a path, several of which the first with something in it counts, or an object that also says when the claim follows TikTok.</summary>
internal static class ConnectionMappingShape
{
    // Auth0's words for set_user_root_attributes, by claim here.
    private static readonly Dictionary<string, ClaimUpdate> Updates = new(StringComparer.Ordinal)
    {
        ["on_each_login"] = ClaimUpdate.EveryLogin, ["on_first_login"] = ClaimUpdate.FirstLogin, ["never_on_login"] = ClaimUpdate.Never,
    };

    public static JsonObject Schema => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["properties"] = new JsonObject(ProfileMapping.Claims.Select(static claim => KeyValuePair.Create<string, JsonNode?>(claim, new JsonObject
        {
            ["oneOf"] = new JsonArray(
                Schemas.Text, Schemas.ListOf(Schemas.Text),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["from"] = Schemas.ListOf(Schemas.Text), ["update"] = Schemas.Text.With("enum", new JsonArray([.. Updates.Keys.Select(static word => JsonValue.Create(word))])) },
                },
                new JsonObject { ["type"] = "null" }),
        }))),
        ["additionalProperties"] = false,
    };

    public static JsonObject Write(IReadOnlyList<ClaimRule> rules) => new(rules.Select(static rule => KeyValuePair.Create<string, JsonNode?>(rule.Claim, new JsonObject
    {
        ["from"] = new JsonArray([.. rule.Paths.Select(static path => JsonValue.Create(path))]),
        ["update"] = Updates.First(word => word.Value == rule.Update).Key,
    })));

    public static ConnectionView Take(ConnectionView view, JsonElement? sent, string path, Faults faults) =>
        sent is null ? view.With(static config => config with { ClaimRules = null })
        : Merge(view.Config.Mapping.Rules, sent.Value, path, faults) is { } rules ? view.With(config => config with { ClaimRules = rules })
        : view;

    /// <summary>What is sent of a claim replaces its rule, null takes it away, and the others stay.</summary>
    public static IReadOnlyList<ClaimRule>? Merge(IReadOnlyList<ClaimRule> before, JsonElement sent, string path, Faults faults)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "must be an object: claims, and where each comes from");
            return null;
        }

        var rules = before.ToList();
        foreach (var member in sent.EnumerateObject())
        {
            var index = rules.FindIndex(rule => rule.Claim == member.Name);
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                rules.RemoveAll(rule => rule.Claim == member.Name);
            }
            else if (Read(member.Name, member.Value) is not { } rule)
            {
                faults.Add(path, $"each claim takes a path such as $.display_name, an array of paths, or {{\"from\": [paths], \"update\": one of {string.Join(", ", Updates.Keys)}}}");
                return null;
            }
            else if (index < 0)
            {
                rules.Add(rule);
            }
            else
            {
                rules[index] = rule;
            }
        }

        return rules;
    }

    private static ClaimRule? Read(string claim, JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            return Paths(sent) is { } plain ? new ClaimRule(claim, plain) : null;
        }

        var update = ClaimUpdate.EveryLogin;
        var isKnown = sent.EnumerateObject().All(static member => member.Name is "from" or "update")
            && (!sent.TryGetProperty("update", out var word) || (word.ValueKind == JsonValueKind.String && Updates.TryGetValue(word.GetString() ?? "", out update)));
        return isKnown && sent.TryGetProperty("from", out var from) && Paths(from) is { } paths ? new ClaimRule(claim, paths) { Update = update } : null;
    }

    private static string[]? Paths(JsonElement sent) => sent.ValueKind switch
    {
        JsonValueKind.String => [sent.GetString() ?? ""],
        JsonValueKind.Array when sent.EnumerateArray().All(static path => path.ValueKind == JsonValueKind.String) => [.. sent.EnumerateArray().Select(static path => path.GetString() ?? "")],
        _ => null,
    };
}
