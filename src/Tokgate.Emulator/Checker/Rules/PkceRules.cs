using Tokgate.Emulator.State;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The challenge of PKCE, which at TikTok is not RFC 7636's.</summary>
internal static class PkceRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("pkce-missing-on-loopback", Error, At.Authorize, TikTokPages.Desktop, it => Challenge(it) is null && Platform(it) == AppPlatform.Desktop ? "no code_challenge" : null)
        {
            Title = "No challenge is sent with a loopback redirect URI.",
            Why = "TikTok requires PKCE there: its page says code_challenge, errCode 10007. Loopback addresses can be registered under Desktop only.",
            Mend = "Send code_challenge, the lower-case hexadecimal SHA-256 of the verifier, and code_challenge_method=S256.",
        },
        new("pkce-missing-on-mobile", Error, At.Authorize, TikTokPages.Android, it => Challenge(it) is null && Platform(it) is AppPlatform.Ios or AppPlatform.Android ? "no code_challenge" : null)
        {
            Title = "No challenge is sent with a redirect URI of iOS or Android.",
            Why = "TikTok requires PKCE there: its page says code_challenge, errCode 10007.",
            Mend = "Send code_challenge, the lower-case hexadecimal SHA-256 of the verifier, and code_challenge_method=S256.",
        },
        new("pkce-on-web", Note, At.Authorize, TikTokPages.Web, it => Challenge(it) is not null && Platform(it) == AppPlatform.Web ? "code_challenge with a web redirect URI" : null)
        {
            Title = "A challenge is sent with a web redirect URI.",
            Why = "TikTok documents no PKCE for the web. Whether it is passed over or checked there is not known.",
            Mend = "Leave it out, or send the hexadecimal form, which is right wherever it is checked.",
            Evidence = Evidence.Unconfirmed,
        },
        new("pkce-base64url-on-loopback", Error, At.Authorize, TikTokPages.Desktop, it => IsBase64Url(Challenge(it)) && Platform(it) != AppPlatform.Web ? "43 characters of base64url" : null)
        {
            Title = "The challenge is base64url where TikTok wants hexadecimal.",
            Why = "TikTok lets it pass at first, and refuses the exchange: Code verifier or code challenge is invalid.",
            Mend = "Send the SHA-256 of the verifier as 64 lower-case hexadecimal digits. Libraries that make the challenge themselves cannot sign in on loopback.",
        },
        new("pkce-base64url-on-web", Warning, At.Authorize, TikTokPages.Desktop, it => IsBase64Url(Challenge(it)) && Platform(it) == AppPlatform.Web ? "43 characters of base64url" : null)
        {
            Title = "The challenge is base64url on the web, where TikTok documents none.",
            Why = "It works as long as TikTok does not check it. Where TikTok checks, it wants hexadecimal.",
            Mend = "Switch PKCE off for the web, with state on, or send 64 lower-case hexadecimal digits.",
            Evidence = Evidence.Unconfirmed,
        },
        new("pkce-plain", Error, At.Authorize, TikTokPages.Desktop, it => it.Query["code_challenge_method"] == "plain" ? "code_challenge_method=plain" : null)
        {
            Title = "The challenge's method is plain.",
            Why = "TikTok knows S256 only: its page says code_challenge_method, errCode 10008. And plain protects nothing.",
            Mend = "Send S256, in TikTok's hexadecimal form.",
        },
        new("pkce-method-not-s256", Error, At.Authorize, TikTokPages.Desktop, it => it.Query["code_challenge_method"] is not (null or "S256" or "plain") and var method ? Shown.Short(method!, 24) : null) // not null
        {
            Title = "The challenge's method is not S256.",
            Why = "TikTok knows no other: its page says code_challenge_method, errCode 10008. Upper and lower case count.",
            Mend = "Send code_challenge_method=S256.",
        },
        new("pkce-method-missing", Note, At.Authorize, TikTokPages.Desktop, it => Challenge(it) is not null && it.Query["code_challenge_method"] is null ? "code_challenge without code_challenge_method" : null)
        {
            Title = "The challenge comes without its method.",
            Why = "TikTok's own mobile SDKs do the same, so it passes; the documentation wants S256.",
            Mend = "Send code_challenge_method=S256.",
            Evidence = Evidence.Sdk,
        },
        new("pkce-uppercase-hex", Warning, At.Authorize, TikTokPages.Desktop, it => Challenge(it) is { Length: 64 } hex && hex.All(char.IsAsciiHexDigit) && hex.Any(char.IsAsciiLetterUpper) ? "64 hexadecimal digits, upper case among them" : null)
        {
            Title = "The challenge is hexadecimal in upper case.",
            Why = "TikTok's SDKs write lower case. Whether upper case passes is not known; here it does not.",
            Mend = "Write the digits in lower case.",
            Evidence = Evidence.Unconfirmed,
        },
        new("pkce-challenge-malformed", Error, At.Authorize, TikTokPages.Desktop, it => Challenge(it) is { } challenge && !IsBase64Url(challenge) && !IsHex(challenge) ? Shown.Length(challenge) : null)
        {
            Title = "The challenge is no SHA-256, neither as hexadecimal nor as base64url.",
            Why = "Where TikTok checks it, no verifier can fit: Code verifier or code challenge is invalid. It may be the verifier itself, as in TikTok's own sample, or a padded base64.",
            Mend = "Send the SHA-256 of the verifier as 64 lower-case hexadecimal digits.",
        },
        new("pkce-constant", Error, At.Authorize | At.Token, TikTokPages.Desktop, IsConstant)
        {
            Title = "The same challenge or verifier comes in every sign-in.",
            Why = "A verifier that can be known beforehand protects no code. TikTok wants a new one for every request.",
            Mend = "Make a random verifier for each sign-in and keep it beside its state.",
        },
    ];

    private static string? Challenge(Sighting it) => it.Query["code_challenge"];

    private static AppPlatform Platform(Sighting it) => it.PlatformOf(it.Query["redirect_uri"]);

    private static bool IsHex(string challenge) => challenge.Length == 64 && challenge.All(char.IsAsciiHexDigit);

    private static bool IsBase64Url(string? challenge) =>
        challenge is { Length: 43 } && challenge.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // An authorization request that is loaded again has its challenge again, but also its state.
    private static string? IsConstant(Sighting it)
    {
        if (it.Endpoint == At.Authorize)
        {
            return Challenge(it) is { } challenge && it.Memory.ChallengeOf(it.ClientKey, challenge) is { } first && first.State != it.Query["state"]
                ? "the challenge of an earlier sign-in with another state"
                : null;
        }

        return it.SignIn is { RedeemedAt: 0 } && it.Sent("code_verifier") is { } verifier && it.Memory.VerifierOf(it.ClientKey, verifier) is { RedeemedAt: > 0 }
            ? "the verifier of an earlier sign-in"
            : null;
    }
}
