using Tokgate.Emulator.Wire;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>What is asked for, and how the list is joined.</summary>
internal static class ScopeRules
{
    private const At Asking = At.Authorize | At.GetQrCode;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("space-joined-scopes", Error, Asking, TikTokPages.Web, SpaceJoined)
        {
            Title = "The scopes are joined with spaces.",
            Why = "TikTok wants commas, and takes the whole for one scope that it does not know: invalid_scope, on its own page. A + or %20 in the address is a space.",
            Mend = "Join scopes with a comma and nothing else. Most libraries have a setting for the separator; where one has not, give the finished list as one scope.",
        },
        new("plus-joined-scopes", Error, Asking, TikTokPages.Web, it => it.Sent("scope")?.Contains('+', StringComparison.Ordinal) == true ? "a + between scopes, written as %2B" : null)
        {
            Title = "The scopes are joined with a literal plus sign.",
            Why = "It was encoded twice or meant as a separator. TikTok takes the whole for one scope that it does not know: invalid_scope.",
            Mend = "Join scopes with a comma, and encode the finished value once.",
        },
        new("scopes-not-comma-joined", Error, Asking, TikTokPages.Web, it => it.Sent("scope")?.IndexOfAny([';', '|']) >= 0 ? "; or | between scopes" : null)
        {
            Title = "The scopes are joined with something that is no comma.",
            Why = "TikTok takes the whole for one scope that it does not know: invalid_scope.",
            Mend = "Join scopes with a comma and nothing else.",
        },
        new("scope-missing", Error, Asking, TikTokPages.Web, it => it.Sent("scope") is null ? "no scope" : null)
        {
            Title = "scope is not there.",
            Why = "It is required, and TikTok stays on its page with invalid_scope.",
            Mend = "Ask for user.info.basic at least.",
        },
        new("scope-unknown", Error, Asking, TikTokPages.Scopes, it => Listed(Names(it).Where(name => !Scopes.Descriptions.ContainsKey(name))))
        {
            Title = "A scope is asked for that TikTok does not have.",
            Why = "One unknown scope refuses the whole sign-in: invalid_scope. TikTok has no openid, no profile and no email.",
            Mend = "Ask only for scopes of TikTok's table. Frameworks that add openid by themselves must be told not to.",
        },
        new("scope-not-approved", Error, Asking, TikTokPages.Scopes, it => it.App is { } app ? Listed(Names(it).Where(name => Scopes.Descriptions.ContainsKey(name) && !app.Scopes.Contains(name, StringComparer.Ordinal))) : null)
        {
            Title = "A scope is asked for that the app does not have.",
            Why = "One scope too many refuses the whole sign-in for everybody, instead of being left out: invalid_scope.",
            Mend = "Ask only for what TikTok has approved for the app, or have the scope approved first.",
            Evidence = Evidence.Integrators,
        },
        new("scope-basic-missing", Warning, Asking, TikTokPages.Scopes, NoBasic)
        {
            Title = "user.info.basic is not asked for.",
            Why = "Only it is documented to open open_id, union_id, name and avatar. That user.info.profile opens them too was seen, and is promised nowhere.",
            Mend = "Ask for user.info.basic, whatever else you ask for.",
        },
        new("scope-doubled", Note, Asking, TikTokPages.Scopes, it => Listed(Names(it).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)))
        {
            Title = "A scope is asked for twice.",
            Why = "How TikTok takes it is not known.",
            Mend = "Send each scope once. A default and a setting were added to each other.",
            Evidence = Evidence.Unconfirmed,
        },
    ];

    private static IReadOnlyList<string> Names(Sighting it) => ScopeList.Names(it.Sent("scope"));

    private static string? Listed(IEnumerable<string> names) => Shown.List(names) is { Length: > 0 } list ? list : null;

    private static string? SpaceJoined(Sighting it)
    {
        if (it.Sent("scope") is not { } scope || !scope.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var raw = it.Request.RawQuery;
        var start = raw.IndexOf("scope=", StringComparison.Ordinal);
        var value = start < 0 ? "" : raw[start..].Split('&')[0];
        var written = value.Contains("%20", StringComparison.OrdinalIgnoreCase) ? ", the space written as %20" : value.Contains('+', StringComparison.Ordinal) ? ", the space written as +" : "";
        return $"{Shown.Short(scope, 160)}{written}";
    }

    private static string? NoBasic(Sighting it)
    {
        var names = Names(it);
        return !names.Contains(Scopes.Basic, StringComparer.Ordinal)
            && names.Any(name => name.StartsWith("user.info.", StringComparison.Ordinal) || name.StartsWith("video.", StringComparison.Ordinal))
                ? Shown.List(names)
                : null;
    }
}
