using System.Globalization;
using Tokgate.Emulator.Videos;
using Tokgate.Emulator.Wire;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Which fields are asked for.</summary>
internal static class FieldRules
{
    private static readonly string[] Undocumented = ["avatar_url_200"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("fields-missing", Error, At.Api, TikTokPages.UserInfo, it => it.Query["fields"] is null && it.IsRightMethod ? "no fields in the address" : null)
        {
            Title = "fields is not in the address.",
            Why = "It is required. Without it nothing comes, not even open_id.",
            Mend = "Send fields in the query, comma-separated.",
        },
        new("fields-in-body", Error, At.Api, TikTokPages.UserInfo, it => it.Form?["fields"] is not null || it.Json.ContainsKey("fields") ? "fields in the body" : null)
        {
            Title = "fields is in the body.",
            Why = "That was API v1. v2 reads it from the address alone.",
            Mend = "Send fields in the query, comma-separated.",
        },
        new("fields-not-comma-joined", Error, At.Api, TikTokPages.UserInfo, it => it.Query["fields"] is { } fields && (fields.Any(char.IsWhiteSpace) || fields.IndexOfAny(['+', ';', '[']) >= 0) ? Shown.Short(fields, 120) : null)
        {
            Title = "The fields are not joined with commas alone.",
            Why = "TikTok takes the whole for one field that it does not know: invalid_params.",
            Mend = "Join fields with a comma and nothing else.",
        },
        new("fields-unknown", Error, At.Api, TikTokPages.UserInfo, it => Listed(Names(it).Where(name => !IsKnown(it, name))))
        {
            Title = "A field is asked for that TikTok does not have.",
            Why = "How TikTok takes it is not known; here the whole call is refused with invalid_params. There is no email among the fields.",
            Mend = "Ask only for fields of TikTok's table.",
            Evidence = Evidence.Unconfirmed,
        },
        new("fields-undocumented", Warning, At.UserInfo, TikTokPages.UserInfo, it => Listed(Names(it).Where(name => Undocumented.Contains(name, StringComparer.Ordinal))))
        {
            Title = "A field is asked for that is in no table of API v2.",
            Why = "It was of API v1. It passes today, and may refuse the whole call tomorrow.",
            Mend = "Ask for avatar_url, avatar_url_100 or avatar_large_url.",
            Evidence = Evidence.Integrators,
        },
        new("fields-beyond-scope", Error, At.Api, TikTokPages.UserInfo, it => Listed(Closed(it).Where(field => it.Access?.Grant?.Asked is not { } asked || !asked.Contains(field.Scope)).Select(Word)))
        {
            Title = "Fields are asked for that no scope of the sign-in opens.",
            Why = "One field too many refuses the whole call: scope_not_authorized, without partial data. So nobody can sign in.",
            Mend = "Ask for the scope at the sign-in, or leave the field out.",
            Evidence = Evidence.Integrators,
        },
        new("partial-grant-ignored", Error, At.Api, TikTokPages.UserInfo, it => Listed(Closed(it).Where(field => it.Access?.Grant?.Asked?.Contains(field.Scope) == true).Select(Word)))
        {
            Title = "Fields are asked for whose scope the person declined.",
            Why = "People may grant less than was asked, and then the whole call is refused: scope_not_authorized. Whoever declines cannot sign in.",
            Mend = "Choose the fields by the scope of the token answer (or scopes of the callback), not by what was asked.",
            Evidence = Evidence.Integrators,
        },
        new("fields-without-open-id", Note, At.UserInfo, TikTokPages.UserInfo, it => it.Query["fields"] is not null && !Names(it).Contains("open_id", StringComparer.Ordinal) ? "fields without open_id" : null)
        {
            Title = "open_id is not among the fields.",
            Why = "It comes only when it is asked for. The token answer has it, too, so it can be compared.",
            Mend = "Ask for open_id, and compare it to that of the token answer.",
            Evidence = Evidence.Integrators,
        },
    ];

    private static IEnumerable<string> Names(Sighting it) => it.Query["fields"]?.Split(',').Distinct(StringComparer.Ordinal) ?? [];

    private static string? Listed(IEnumerable<string> names) => Shown.List(names) is { Length: > 0 } list ? list : null;

    private static bool IsKnown(Sighting it, string name) =>
        it.Endpoint == At.UserInfo ? Scopes.UserFields.ContainsKey(name) : VideoJson.Fields.Contains(name);

    /// <summary>What is asked for and not open, with the scope that would open it.</summary>
    private static IEnumerable<(string Name, string Scope)> Closed(Sighting it)
    {
        if (it.GrantedScope is not { } scope)
        {
            return [];
        }

        var granted = Scopes.Split(scope);
        return it.Endpoint == At.UserInfo
            ? Names(it).Where(Scopes.UserFields.ContainsKey).Select(name => (name, Scopes.UserFields[name])).Where(field => !Opens(granted, field.Item2))
            : granted.Contains(Scopes.VideoList, StringComparer.Ordinal) ? [] : [("videos", Scopes.VideoList)];
    }

    // As the endpoint itself: user.info.profile opens the basic fields, too. That it is not documented is a rule of its own.
    private static bool Opens(string[] granted, string scope) =>
        granted.Contains(scope, StringComparer.Ordinal) || (scope == Scopes.Basic && granted.Contains(Scopes.Profile, StringComparer.Ordinal));

    private static string Word((string Name, string Scope) field) => string.Create(CultureInfo.InvariantCulture, $"{field.Name} ({field.Scope})");
}
