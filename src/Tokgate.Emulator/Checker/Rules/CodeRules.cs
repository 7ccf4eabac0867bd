using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The exchange of a code.</summary>
internal static class CodeRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("grant-type-missing", Error, At.Token, TikTokPages.Tokens, it => it.GrantType is null && it.IsRightMethod ? "no grant_type" : null)
        {
            Title = "grant_type is not there.",
            Why = "It is required: The request parameters are malformed.",
            Mend = "Send authorization_code, refresh_token or client_credentials.",
        },
        new("grant-type-unknown", Error, At.Token, TikTokPages.Tokens, it => it.GrantType is not (null or "authorization_code" or "refresh_token" or "client_credentials") and var type ? Shown.Short(type!, 32) : null) // not null
        {
            Title = "grant_type is none that TikTok has.",
            Why = "TikTok answers unsupported_grant_type. client_credential, in the singular, is Douyin's.",
            Mend = "Send authorization_code, refresh_token or client_credentials.",
        },
        new("code-missing", Error, At.Token, TikTokPages.Tokens, it => it.RedeemsCode && it.Sent("code") is null ? "no code" : null)
        {
            Title = "A code is to be exchanged, and there is none.",
            Why = "The request parameters are malformed. The person may have cancelled: then the callback has error instead of code.",
            Mend = "Look for error in the callback first, and exchange only a code that is there.",
        },
        new("code-not-decoded", Error, At.Token, TikTokPages.Tokens, it => Unknown(it) is { } code && code.Contains('%', StringComparison.Ordinal) && it.IsKnownCode(Uri.UnescapeDataString(code)) ? "the code with its percent escapes, encoded again" : null)
        {
            Title = "The code is sent as it stands in the address, not decoded.",
            Why = "The callback has * and ! of the code as %2A and %21. Encoded again for the form they are part of the code, and TikTok answers that it is expired.",
            Mend = "Take the code from the parsed query. Who cuts it out of the address must decode it once.",
        },
        new("code-garbled", Error, At.Token, TikTokPages.Tokens, it => Unknown(it) is { } code && it.Memory.SimilarCode(code) is not null && !it.IsKnownCode(Uri.UnescapeDataString(code)) ? $"{Shown.Length(code)} that begin as a code that was issued" : null)
        {
            Title = "The code begins as one that was issued and goes on otherwise.",
            Why = "It was cut at * or !, decoded twice, or changed by a filter. TikTok answers that it is expired.",
            Mend = "Hand the code on as an opaque text of at least 512 characters.",
            Evidence = Evidence.Inferred,
        },
        new("code-reused", Error, At.Token, TikTokPages.OAuthErrors, it => it is { RedeemsCode: true, SignIn: { } signIn } && (signIn.RedeemedAt > 0 || (it.Answer.OAuthError is null && signIn.Refusals.Overlap(it.Exchange))) ? "one code twice" : null)
        {
            Title = "A code is exchanged a second time.",
            Why = "A code is good for one exchange: Authorization code is expired. A callback page that is loaded again, a retry after a timeout or two handlers on one route do this.",
            Mend = "Use the state up before the exchange, so that a second callback is refused before TikTok is asked; do not retry an exchange.",
            Evidence = Evidence.Integrators,
        },
        new("code-expired", Warning, At.Token, TikTokPages.OAuthErrors, it => it is { RedeemsCode: true, SignIn: { RedeemedAt: 0 } signIn, Answer.OAuthError: "invalid_grant" } && signIn.CodeExpiresAt <= it.Now ? "a code that was too old" : null)
        {
            Title = "A code is exchanged when it is too old.",
            Why = "Codes live for minutes: Authorization code is expired.",
            Mend = "Exchange the code when the browser brings it, not in a later job.",
            Evidence = Evidence.Inferred,
        },
        new("code-unknown", Error, At.Token, TikTokPages.OAuthErrors, it => Unknown(it) is { } code && it.Memory.IsComplete && it.Memory.SimilarCode(code) is null && !it.IsKnownCode(Uri.UnescapeDataString(code)) ? $"{Shown.Length(code)} that were not issued here" : null)
        {
            Title = "The code was not issued here.",
            Why = "It is made up, of API v1, or of another environment. TikTok answers that it is expired or that the parameters are malformed.",
            Mend = "Exchange only what came with a state that was bound to the browser.",
        },
        new("grant-of-another-client", Error, At.Token, TikTokPages.OAuthErrors, OfAnother)
        {
            Title = "A code or refresh token is sent by another app than it was issued to.",
            Why = "TikTok answers invalid_grant. Sandbox and production, or two connections, were mixed.",
            Mend = "Store with each sign-in and each grant which app it belongs to.",
        },
    ];

    /// <summary>A code that was not seen before and was refused: one of before a restart is good, though nobody saw it.</summary>
    private static string? Unknown(Sighting it) => it is { RedeemsCode: true, Answer.OAuthError: not null } && it.Sent("code") is { } code && it.SignIn is null && !it.IsKnownCode(code) ? code : null;

    private static string? OfAnother(Sighting it) =>
        it.RedeemsCode && it.SignIn is { } signIn && it.App is not null && signIn.ClientKey != it.ClientKey ? $"a code of {Shown.Short(signIn.ClientKey ?? "", 32)}"
        : it.Refreshes && it.Refresh is { } refresh && it.App is not null && refresh.ClientKey != it.ClientKey ? $"a refresh token of {Shown.Short(refresh.ClientKey ?? "", 32)}"
        : null;
}
