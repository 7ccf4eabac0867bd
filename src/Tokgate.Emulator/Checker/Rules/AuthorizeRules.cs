using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>What else is in an authorization request.</summary>
internal static class AuthorizeRules
{
    // The web page's table, PKCE, and what TikTok's own SDKs send. What other rules name has no place among the undocumented.
    private static readonly string[] Known =
    [
        "client_key", "response_type", "scope", "redirect_uri", "state", "disable_auto_auth", "code_challenge", "code_challenge_method",
        "lang", "request_id", "app_identity", "device_platform", "certificate", "sdk_name", "sdk_version", "from",
        "client_id", "client_secret", "code_verifier",
    ];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("response-type-not-code", Error, At.Authorize, TikTokPages.Web, it => it.Query["response_type"] is not "code" ? Shown.Short(it.Query["response_type"] ?? "no response_type", 24) : null)
        {
            Title = "response_type is not code.",
            Why = "It is required, and TikTok has no other flow: unsupported_response_type.",
            Mend = "Send response_type=code.",
        },
        new("disable-auto-auth-value", Error, At.Authorize, TikTokPages.Web, it => it.Query["disable_auto_auth"] is not (null or "0" or "1") and var value ? Shown.Short(value!, 24) : null) // not null
        {
            Title = "disable_auto_auth is neither 0 nor 1.",
            Why = "TikTok documents a number, 0 or 1. What it makes of true is not known.",
            Mend = "Send 1 to show the page always, 0 or nothing to skip it for who agreed before.",
        },
        new("undocumented-parameter", Note, At.Authorize, TikTokPages.Web, Undocumented)
        {
            Title = "The authorization request has parameters that TikTok does not document.",
            Why = "TikTok passes over them as far as is known: prompt, nonce or access_type change nothing here, though somebody may rely on them.",
            Mend = "Leave them out. For prompt=login there is disable_auto_auth=1.",
            Evidence = Evidence.Inferred,
        },
    ];

    private static string? Undocumented(Sighting it) =>
        Shown.List(it.Query.All.Select(field => field.Key).Where(name => !Known.Contains(name, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)) is { Length: > 0 } names
            ? names
            : null;
}
