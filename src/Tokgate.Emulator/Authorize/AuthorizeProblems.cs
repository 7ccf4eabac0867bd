using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Authorize;

/// <summary>The set-up errors, each with TikTok's three values and the emulator's explanation.</summary>
internal static class AuthorizeProblems
{
    public static AuthorizeProblem Undecodable { get; } = new("invalid_request", "query", null)
    {
        What = "The query string cannot be decoded: a broken percent escape, or bytes that are not UTF-8.",
        Mend = "Build the address with a URL builder, which encodes every value once.",
    };

    public static AuthorizeProblem Doubled(string name) => new("invalid_request", name, null)
    {
        What = "A parameter came twice.",
        Received = name,
        Mend = "Send every parameter once. A parameter that a proxy or a library adds a second time must be taken out.",
    };

    public static AuthorizeProblem NoClientKey(bool hasClientId) => new("param_error", "client_key", 10003)
    {
        What = hasClientId
            ? "client_id was sent, but TikTok's name for it is client_key."
            : "client_key is missing.",
        Mend = "Send the app's key as client_key. Ordinary OAuth libraries send client_id and need to be told.",
    };

    public static AuthorizeProblem UnknownApp(string clientKey, IEnumerable<TikTokApp> apps) => new("unauthorized_client", "client_key", null)
    {
        What = "No app has this client_key.",
        Received = clientKey,
        Registered = [.. apps.Select(app => $"{app.ClientKey} ({app.Name})")],
        Mend = "Use one of the registered keys, or register the app with POST /_emulator/apps. Look for stray spaces, and for sandbox and production mixed up.",
    };

    public static AuthorizeProblem DraftApp(TikTokApp app) => new("unauthorized_client", "client_key", null)
    {
        What = "The app is still a draft. A production key is unusable until the app is approved, even for its own developer.",
        Received = app.ClientKey,
        Mend = "Use a sandbox key while developing, or approve the app here: PUT /_emulator/apps/{client_key} with {\"status\":\"approved\"}.",
    };

    public static AuthorizeProblem RedirectUri(TikTokApp app, string? received) => new("invalid_request", "redirect_uri", null)
    {
        What = received is null
            ? "redirect_uri is missing."
            : "The redirect_uri is not registered for this app. TikTok compares it byte for byte, final slash included; localhost and 127.0.0.1 differ.",
        Received = received,
        Registered =
        [
            .. Enum.GetValues<AppPlatform>().SelectMany(platform => app.RedirectUris(platform).Select(uri => $"{uri} ({NameOf(platform)})")),
        ],
        Mend = "Send one of the registered addresses exactly, or register this one with PUT /_emulator/apps/{client_key}. Loopback addresses go under desktop.",
    };

    public static AuthorizeProblem Scope(TikTokApp app, string? received, string? unknown) => new("invalid_scope", "scope", null)
    {
        What = received is null
            ? "scope is missing."
            : received.Contains(' ', StringComparison.Ordinal)
                ? "The scopes are joined with spaces. TikTok wants commas."
                : $"The app is not approved for the scope '{unknown}'. One wrong scope refuses the whole request.",
        Received = received,
        Registered = app.Scopes,
        Mend = "Join scopes with commas and ask only for those the app has.",
    };

    public static AuthorizeProblem NoChallenge(AppPlatform platform) => new("param_error", "code_challenge", 10007)
    {
        What = $"The redirect_uri is registered under {NameOf(platform)}, where TikTok wants PKCE, and code_challenge is missing.",
        Mend = "Send code_challenge = lower-case hexadecimal SHA-256 of the verifier (64 characters, not base64url) and code_challenge_method=S256.",
    };

    public static AuthorizeProblem ChallengeMethod(string? received) => new("param_error", "code_challenge_method", 10008)
    {
        What = "code_challenge_method must be S256.",
        Received = received,
        Mend = "Send S256. TikTok has no other method, and its S256 is hexadecimal, not base64url.",
    };

    public static AuthorizeProblem NotATarget(TikTokApp app, string username) => new("access_denied", "non_sandbox_target", null)
    {
        What = $"The app is a sandbox, and '{username}' is not one of its target users.",
        Received = username,
        Registered = app.TargetUsers,
        Mend = "Sign in as a target user, or add this one: PUT /_emulator/apps/{client_key} with target_users.",
    };

    public static AuthorizeProblem NoPersonForAuto(string? username) => new("server_error", "emulator_consent", null)
    {
        What = "The emulator is set to answer by itself, for a person who does not exist (any more).",
        Received = username,
        Mend = "Name an existing person with PUT /_emulator/consent, or set {\"mode\":\"ask\"}.",
    };

    public static string NameOf(AppPlatform platform) => platform switch
    {
        AppPlatform.Web => "web",
        AppPlatform.Desktop => "desktop",
        AppPlatform.Ios => "ios",
        _ => "android",
    };
}
