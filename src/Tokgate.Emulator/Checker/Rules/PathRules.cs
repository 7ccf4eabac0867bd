using Tokgate.Emulator.Wire;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Where requests go.</summary>
internal static class PathRules
{
    // Real paths of TikTok that this emulator does not have: it cannot judge them.
    private static readonly string[] NotEmulated = ["/v2/post/", "/v2/research/", "/v2/user/data/", "/v2/star/", "/v2/minis/", "/v2/local/", "/v2/oauth/open/"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("trailing-slash-missing", Error, At.Form | At.Api, TikTokPages.Introduction, it => it.Destination.LacksSlash ? Shown.Path(it.Request.Path) : null)
        {
            Title = "The final slash of an API path is missing.",
            Why = "It is part of the path: 404, Unsupported path(Janus).",
            Mend = "Write the path with its slash, and look whether the HTTP client's base address eats it.",
            Evidence = Evidence.Integrators,
        },
        new("authorize-slash-missing", Note, At.Authorize, TikTokPages.Web, it => it.Destination.LacksSlash ? Shown.Path(it.Request.Path) : null)
        {
            Title = "The final slash of the authorize page is missing.",
            Why = "The page tolerates it, and TikTok's Android SDK leaves it out; the documentation has it.",
            Mend = "Write https://www.tiktok.com/v2/auth/authorize/.",
            Evidence = Evidence.Sdk,
        },
        new("wrong-method", Error, At.Authorize | At.Form | At.Api, TikTokPages.Introduction, it => !it.IsRightMethod && it.Request.Method is not ("OPTIONS" or "HEAD") ? $"{Shown.Short(it.Request.Method, 12)} instead of {it.Destination.Method}" : null)
        {
            Title = "An endpoint is asked with another method than it has.",
            Why = "The gateway answers 404, Unsupported path(Janus). User info is a GET; everything else but the authorize page is a POST.",
            Mend = "Use the documented method.",
            Evidence = Evidence.Integrators,
        },
        new("v1-host", Error, At.Wire, TikTokPages.Migration, it => it.Host == RealHosts.FormerApi ? RealHosts.FormerApi : null)
        {
            Title = "A request goes to the host of API v1.",
            Why = "open-api.tiktok.com is switched off for the web since 2024-02-29.",
            Mend = "Use www.tiktok.com for the authorize page and open.tiktokapis.com for everything else, with the paths of v2.",
        },
        new("v1-path", Error, At.Elsewhere, TikTokPages.Migration, it => it.Destination.IsVersionOne ? Shown.Path(it.Request.Path) : null)
        {
            Title = "A request goes to a path of API v1.",
            Why = "v1 is switched off for the web since 2024-02-29; its codes, its error numbers and the shapes of its answers are others, too.",
            Mend = "Use /v2/auth/authorize/, /v2/oauth/token/, /v2/oauth/revoke/ and /v2/user/info/.",
        },
        new("wrong-host", Error, At.Authorize | At.Form | At.Api, TikTokPages.Introduction, WrongHost)
        {
            Title = "An endpoint is asked for at another host of TikTok than it has.",
            Why = "The authorize page is at www.tiktok.com, everything else at open.tiktokapis.com. There is no host for the sandbox.",
            Mend = "Use the documented host. Sandbox and production differ in key and secret alone.",
        },
        new("path-not-emulated", Note, At.Elsewhere, TikTokPages.Introduction, it => IsNotEmulated(it) ? Shown.Path(it.Request.Path) : null)
        {
            Title = "A real endpoint of TikTok is called that this emulator does not have.",
            Why = "It was not judged; it may be right.",
            Mend = "Nothing has to be mended. Posting and research cannot be tried here.",
        },
        new("oidc-discovery", Error, At.Elsewhere, TikTokPages.Introduction, it => IsDiscovery(it) ? Shown.Path(it.Request.Path) : null)
        {
            Title = "TikTok is asked for a discovery document or keys, as an OpenID provider.",
            Why = "TikTok is none: no discovery, no ID token, no JWKS.",
            Mend = "Set the endpoints by hand and expect no ID token, or put a broker that is an OpenID provider in front of TikTok.",
        },
        new("unknown-path", Error, At.Elsewhere, TikTokPages.Introduction, it => !it.Destination.IsVersionOne && !IsNotEmulated(it) && !IsDiscovery(it) ? $"{Shown.Short(it.Request.Method, 12)} {Shown.Path(it.Request.Path)}" : null)
        {
            Title = "A path is asked for that TikTok does not have.",
            Why = "The gateway answers 404, Unsupported path(Janus).",
            Mend = "Compare the path with TikTok's documentation, letter by letter, with its slash.",
        },
    ];

    private static bool IsNotEmulated(Sighting it) => Array.Exists(NotEmulated, path => it.Request.Path.StartsWith(path, StringComparison.Ordinal));

    private static bool IsDiscovery(Sighting it) => it.Request.Path.StartsWith("/.well-known/", StringComparison.Ordinal)
        || it.Request.Path.EndsWith("/jwks", StringComparison.Ordinal) || it.Request.Path.EndsWith("/jwks.json", StringComparison.Ordinal);

    private static string? WrongHost(Sighting it) =>
        Destination.IsTikTok(it.Host) && it.Host is not RealHosts.FormerApi && it.Host != (it.Endpoint == At.Authorize ? RealHosts.Web : RealHosts.Api)
            ? $"{it.Destination.Name} at {Shown.Short(it.Host, 60)}"
            : null;
}
