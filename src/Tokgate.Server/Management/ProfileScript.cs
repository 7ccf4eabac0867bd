using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tokgate.Server.Connections;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>What a <c>fetchUserProfile</c> script of Auth0 does, as far as it can be read off, in members of ours: nobody's script runs here.</summary>
internal static partial class ProfileScript
{
    private const int MostRead = 20_000;

    // Auth0's names for what stands in standard claims here.
    private static readonly Dictionary<string, string> Claims = new(StringComparer.Ordinal)
    {
        ["name"] = "name", ["nickname"] = "nickname", ["picture"] = "picture", ["profile"] = "profile", ["username"] = "preferred_username", ["preferred_username"] = "preferred_username",
    };

    /// <summary>The options that do the same.</summary>
    public static JsonObject Equivalent(string script)
    {
        var text = script.Length > MostRead ? script[..MostRead] : script;
        var options = new JsonObject();
        if (Fields().Match(text) is { Success: true } match)
        {
            options["fields"] = new JsonArray([.. match.Groups["fields"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(TikTokFields.ScopeOf.ContainsKey).Select(static field => JsonValue.Create(field))]);
        }

        var mapping = new JsonObject();
        foreach (var assignment in Assignments().Matches(text).AsEnumerable())
        {
            var (member, field) = (assignment.Groups["member"].Value, assignment.Groups["field"].Value);
            if (member is "user_id" or "id" or "sub" && field == "union_id")
            {
                options["join_by_union_id"] = true; // the subject is ours and random; this is what finds the same person again in another app of the same developer
            }
            else if (Claims.TryGetValue(member, out var claim) && TikTokFields.ScopeOf.ContainsKey(field))
            {
                mapping[claim] = "$." + field;
            }
        }

        options["mapping"] = mapping.Count > 0 ? mapping : ConnectionMappingShape.Write(ProfileMapping.Default.Rules);
        return options;
    }

    [GeneratedRegex("fields=(?<fields>[a-z0-9_,]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Fields();

    [GeneratedRegex(@"(?<member>[A-Za-z_]{1,40})\s{0,5}[:=]\s{0,5}[A-Za-z_.?]{0,60}\buser\??\.(?<field>[a-z0-9_]{1,40})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Assignments();
}
