using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Connections;

/// <summary>
/// What is said about a user, made of what TikTok says. Pure, so that it can be previewed with any profile. Claims that have nothing to say are left out:
/// never null, never blank (C-20). A field that TikTok did not tell this time keeps what was known, because another client may have asked for more.
/// </summary>
internal sealed class ProfileMapping(IReadOnlyList<ClaimRule> rules)
{
    public static ProfileMapping Default { get; } = new(
    [
        new("name", "$.display_name"),
        new("preferred_username", "$.username"),
        new("picture", "$.avatar_large_url", "$.avatar_url", "$.avatar_url_100"),
        new("profile", "$.profile_deep_link"),
        new(ClaimNames.TikTok, "$"),
    ]);

    public const int MaxRules = 20;

    private const int MaxPaths = 10;
    private const int MaxPath = 200;

    /// <summary>What a claim may be called: what some scope opens, but for what is ours to say. Null is the default mapping, which has no faults.</summary>
    public static IReadOnlyList<string> Claims { get; } = [.. ClaimNames.Profile.Except(["updated_at"], StringComparer.Ordinal)];

    public IReadOnlyList<ClaimRule> Rules { get; } = rules;

    public static IEnumerable<string> Faults(IReadOnlyList<ClaimRule>? rules)
    {
        if (rules is null)
        {
            yield break;
        }

        if (rules.Count > MaxRules || rules.Select(static rule => rule.Claim).Distinct(StringComparer.Ordinal).Count() != rules.Count)
        {
            yield return $"mapping: at most {MaxRules} rules, one per claim";
        }

        foreach (var rule in rules)
        {
            if (!Claims.Contains(rule.Claim, StringComparer.Ordinal))
            {
                yield return $"mapping: {AllowedText.Of(rule.Claim)} is no claim that applications get from here; there are {string.Join(", ", Claims)}. The subject and addresses are never TikTok's to say";
            }

            if (rule.Paths.Count is 0 or > MaxPaths || !rule.Paths.All(IsPath))
            {
                yield return $"mapping.{AllowedText.Of(rule.Claim)}: 1 to {MaxPaths} paths such as $.display_name, or $ for all of the profile";
            }
        }
    }

    /// <param name="profile">TikTok's user object.</param>
    /// <param name="before">What was known; null at the first login. Not changed.</param>
    public JsonObject Apply(JsonElement profile, JsonObject? before)
    {
        var claims = before?.DeepClone().AsObject() ?? [];
        foreach (var rule in Rules)
        {
            if (rule.Update == ClaimUpdate.Never || (rule.Update == ClaimUpdate.FirstLogin && before is not null))
            {
                continue;
            }

            var (value, wasTold) = Find(profile, rule.Paths);
            if (value is not null)
            {
                claims[rule.Claim] = value is JsonObject told && claims[rule.Claim] is JsonObject known ? Merge(known, told, profile) : value;
            }
            else if (wasTold)
            {
                claims.Remove(rule.Claim);
            }
        }

        return claims;
    }

    /// <summary>Rule by rule, where its value comes from; a path of null says that none of the rule's had anything.</summary>
    public IEnumerable<(ClaimRule Rule, string? Path, JsonNode? Value)> Trace(JsonElement profile)
    {
        foreach (var rule in Rules)
        {
            var path = rule.Update == ClaimUpdate.Never ? null : rule.Paths.FirstOrDefault(path => At(profile, path) is { } element && Meaningful(element) is not null);
            yield return (rule, path, path is not null && At(profile, path) is { } found ? Meaningful(found) : null);
        }
    }

    private static bool IsPath(string path) => path.Length <= MaxPath && path.Split('.') is ["$", .. var names]
        && names.All(static name => name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_'));

    private static (JsonNode? Value, bool WasTold) Find(JsonElement profile, IReadOnlyList<string> paths)
    {
        var wasTold = false;
        foreach (var path in paths)
        {
            if (At(profile, path) is { } element)
            {
                wasTold = true;
                if (Meaningful(element) is { } value)
                {
                    return (value, true);
                }
            }
        }

        return (null, wasTold);
    }

    private static JsonElement? At(JsonElement element, string path)
    {
        foreach (var name in path.Split('.').Skip(1))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    private static JsonNode? Meaningful(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element) is { Length: > 0 } text and not "null" ? JsonValue.Create(text) : null,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => Members(element),
        _ => JsonNode.Parse(element.GetRawText()),
    };

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString()?.Trim();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair is no text
        }
    }

    private static JsonObject? Members(JsonElement element)
    {
        var members = new JsonObject();
        foreach (var member in element.EnumerateObject())
        {
            if (Meaningful(member.Value) is { } value)
            {
                members[member.Name] = value;
            }
        }

        return members.Count == 0 ? null : members;
    }

    private static JsonObject Merge(JsonObject known, JsonObject told, JsonElement profile)
    {
        var merged = told.DeepClone().AsObject();
        foreach (var (name, value) in known)
        {
            if (!merged.ContainsKey(name) && (profile.ValueKind != JsonValueKind.Object || !profile.TryGetProperty(name, out _)))
            {
                merged[name] = value?.DeepClone();
            }
        }

        return merged;
    }
}
