using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The refresh of an access token, and what must not happen to the refresh token.</summary>
internal static class RefreshRules
{
    private const int EarlyRefreshesLetPass = 2;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("refresh-token-missing", Error, At.Token, TikTokPages.Refresh, it => it.Refreshes && it.Sent("refresh_token") is null ? "no refresh_token" : null)
        {
            Title = "A token is to be refreshed, and there is none.",
            Why = "The request parameters are malformed.",
            Mend = "Store refresh_token of every token answer, also of refreshes.",
        },
        new("access-token-as-refresh-token", Error, At.Token, TikTokPages.Refresh, it => Sent(it) is { } token && (token.StartsWith("act.", StringComparison.Ordinal) || it.IsKnownAccessToken(token)) ? "an access token as refresh_token" : null)
        {
            Title = "An access token is sent as the refresh token.",
            Why = "TikTok answers invalid_grant.",
            Mend = "Send what came as refresh_token.",
        },
        new("refresh-race", Error, At.Token, TikTokPages.Refresh, it => it.Refreshes && it.Refresh is { } refresh && IsRace(it, refresh) ? "the same refresh token twice at once" : null)
        {
            Title = "One refresh token is used by two requests at once.",
            Why = "One wins; the other is told invalid_grant, and if it then writes its failure over the winner's tokens, the person has to sign in again.",
            Mend = "Let one worker refresh at a time, per person and across processes: take a lock, read again under it, store before use. Who lost reads what the winner stored.",
            Evidence = Evidence.Integrators,
        },
        new("refresh-token-reused", Error, At.Token, TikTokPages.Refresh, it => it.Refreshes && it.Refresh is { RotatedAt: > 0 and var rotated } && it.Exchange.Arrived > rotated ? "a refresh token that was exchanged for another before" : null)
        {
            Title = "A refresh token is used again after it was exchanged for another.",
            Why = "TikTok retires it with the first refresh: invalid_grant. The new one was not stored, or another worker did not see it.",
            Mend = "Store refresh_token of each refresh, in one write with the access token, before either is used.",
        },
        new("refresh-token-dead", Error, At.Token, TikTokPages.Refresh, it => it.Refreshes && it is { Refresh: { RotatedAt: 0, Refusals: { Count: > 0 } refusals }, Answer.OAuthError: not null } && refusals.IsKnownTo(it.Exchange) ? "a refresh token that was refused before" : null)
        {
            Title = "A refresh token is sent again after TikTok refused it.",
            Why = "Expired or revoked, it stays dead, and each attempt counts as traffic of the app.",
            Mend = "On invalid_grant mark the connection as ended, and ask the person to sign in again. Keep refresh_expires_in, and warn before it is over.",
            Evidence = Evidence.Inferred,
        },
        new("refresh-token-unknown", Error, At.Token, TikTokPages.OAuthErrors, it => Sent(it) is { } token && it is { Refresh: null, Answer.OAuthError: not null } && it.Memory.IsComplete && !it.IsKnownRefreshToken(token) && !it.IsKnownAccessToken(token) && !token.StartsWith("act.", StringComparison.Ordinal) ? $"{Shown.Length(token)} that were not issued here" : null)
        {
            Title = "The refresh token was not issued here.",
            Why = "It is cut, made up or of another environment: invalid_grant. A column that is too short cuts it.",
            Mend = "Keep the token whole, as an opaque text of at least 512 characters, and with the app it belongs to.",
        },
        new("refresh-too-early", Warning, At.Token, TikTokPages.Tokens, it => it.Refreshes && it is { Refresh: { Grant.EarlyRefreshes: >= EarlyRefreshesLetPass } refresh, Answer.OAuthError: null } && refresh.IsEarly(it.Now) ? "a third refresh in a row while the access token had more than half of its life before it" : null)
        {
            Title = "Tokens are refreshed over and over while they are fresh.",
            Why = "Each refresh retires a refresh token, and each is a chance to lose it; connections were seen to die of it.",
            Mend = "Refresh when expires_in is nearly over, or when TikTok refuses the token.",
            Evidence = Evidence.Integrators,
        },
        new("refresh-extra-parameter", Note, At.Token, TikTokPages.Refresh, it => it.Refreshes && Shown.List(((string[])["scope", "redirect_uri", "code"]).Where(name => it.Sent(name) is not null)) is { Length: > 0 } names ? names : null)
        {
            Title = "A refresh carries parameters that belong to another request.",
            Why = "TikTok's refresh has neither scope nor redirect_uri; more scopes need a new sign-in.",
            Mend = "Leave them out.",
        },
    ];

    // Whose answer is recorded first is a matter of threads: the winner may be seen after the loser.
    private static bool IsRace(Sighting it, RefreshTrace refresh) =>
        refresh.RotatedAt > it.Exchange.Arrived || (it.Answer.OAuthError is null && refresh.Refusals.Overlap(it.Exchange));

    private static string? Sent(Sighting it) => it.Refreshes ? it.Sent("refresh_token") : null;
}
