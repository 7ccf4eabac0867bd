using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Emulator.State;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The verifier of PKCE, against the challenge of its sign-in.</summary>
internal static class VerifierRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("pkce-verifier-missing", Error, At.Token, TikTokPages.Desktop, it => Unproven(it) is { Platform: not AppPlatform.Web } ? "a challenge at the authorization request, and no code_verifier" : null)
        {
            Title = "A challenge was sent, and the verifier is not.",
            Why = "TikTok refuses the exchange: Code verifier or code challenge is invalid.",
            Mend = "Send the verifier as code_verifier with the code.",
        },
        new("pkce-verifier-missing-on-web", Warning, At.Token, TikTokPages.Tokens, it => Unproven(it) is { Platform: AppPlatform.Web } ? "a challenge at the authorization request, and no code_verifier" : null)
        {
            Title = "A challenge was sent on the web, and the verifier is not.",
            Why = "It works as long as TikTok does not look at challenges on the web, and the challenge protects nothing.",
            Mend = "Send the verifier with the code, or no challenge.",
            Evidence = Evidence.Unconfirmed,
        },
        new("pkce-verifier-without-challenge", Note, At.Token, TikTokPages.Tokens, it => it is { RedeemsCode: true, SignIn: { Challenge: null, IsFromQrCode: false } } && Verifier(it) is not null ? "code_verifier for a sign-in without a challenge" : null)
        {
            Title = "A verifier is sent for a sign-in that had no challenge.",
            Why = "TikTok passes over it, as far as is known; it protects nothing.",
            Mend = "Send a challenge or leave the verifier out.",
            Evidence = Evidence.Inferred,
        },
        new("pkce-verifier-mismatch", Error, At.Token, TikTokPages.Desktop, it => it is { RedeemsCode: true, SignIn.Challenge: { } challenge } && Verifier(it) is { } verifier && !Fits(verifier, challenge) ? "a code_verifier that does not fit the challenge" : null)
        {
            Title = "The verifier does not fit the challenge of its sign-in.",
            Why = "Where TikTok checks, it refuses the exchange: Code verifier or code challenge is invalid.",
            Mend = "Keep each verifier beside the state of its sign-in; two tabs must not share one place.",
        },
        new("pkce-challenge-is-verifier", Error, At.Token, TikTokPages.Desktop, it => it is { RedeemsCode: true, SignIn.Challenge: { } challenge } && Verifier(it) == challenge ? "code_verifier and code_challenge are the same" : null)
        {
            Title = "The challenge is the verifier itself.",
            Why = "TikTok's own sample for Express does this by mistake. TikTok refuses the exchange, and the address of the browser has given the verifier away.",
            Mend = "Send the SHA-256 of the verifier as 64 lower-case hexadecimal digits.",
        },
        new("pkce-verifier-shape", Warning, At.Token, TikTokPages.Desktop, it => it.RedeemsCode && Verifier(it) is { } verifier && !IsWellShaped(verifier, it.SignIn) ? Shown.Length(verifier) : null)
        {
            Title = "The verifier is shorter than 43 or longer than 128 characters, or has others than A-Z a-z 0-9 - . _ ~.",
            Why = "TikTok documents those limits. Shorter ones pass today, and can be guessed.",
            Mend = "Make 43 random characters or more.",
        },
        new("pkce-verifier-in-url", Error, At.Authorize | At.Form, TikTokPages.Desktop, it => it.Query["code_verifier"] is not null ? "code_verifier in the address" : null)
        {
            Title = "The verifier is in an address.",
            Why = "Whoever sees the address, a log or a Referer, can use the code. Then PKCE protects nothing.",
            Mend = "Send the verifier in the form of the token request, and nowhere else.",
        },
    ];

    private static string? Verifier(Sighting it) => it.Sent("code_verifier");

    private static SignIn? Unproven(Sighting it) => it is { RedeemsCode: true, SignIn: { Challenge: not null } signIn } && Verifier(it) is null ? signIn : null;

    // TikTok's own SDK for Android makes 32.
    private static bool IsWellShaped(string verifier, SignIn? signIn) =>
        verifier.Length <= 128 && verifier.Length >= (signIn?.Platform is AppPlatform.Ios or AppPlatform.Android ? 32 : 43) && verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    // The spelling of the challenge has rules of its own: here only another verifier counts.
    private static bool Fits(string verifier, string challenge)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(verifier));
        return verifier == challenge
            || Convert.ToHexStringLower(hash).Equals(challenge, StringComparison.OrdinalIgnoreCase)
            || Base64Url.EncodeToString(hash) == challenge.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
