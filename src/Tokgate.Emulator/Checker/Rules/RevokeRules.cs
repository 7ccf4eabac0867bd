using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The end of an authorization, from the client's side.</summary>
internal static class RevokeRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("revoke-token-missing", Error, At.Revoke, TikTokPages.Revoke, it => Token(it) is null && it.Sent("access_token") is null && it.IsRightMethod ? "no token" : null)
        {
            Title = "Something is to be revoked, and there is no token.",
            Why = "The request parameters are malformed, and the authorization goes on.",
            Mend = "Send the access token as token.",
        },
        new("revoke-v1-parameters", Error, At.Revoke, TikTokPages.Migration, it => Token(it) is null && it.Sent("access_token") is not null ? "access_token instead of token" : null)
        {
            Title = "The token to revoke is sent as access_token, as in API v1.",
            Why = "v2 calls it token: The request parameters are malformed, and the authorization goes on.",
            Mend = "Send client_key, client_secret and token.",
        },
        new("revoke-refresh-token", Warning, At.Revoke, TikTokPages.Revoke, it => Token(it) is { } token && (token.StartsWith("rft.", StringComparison.Ordinal) || it.Memory.RefreshTokens.Find(token) is not null) ? "a refresh token" : null)
        {
            Title = "A refresh token is sent to be revoked.",
            Why = "TikTok documents the access token. Whether a refresh token ends the authorization is not known.",
            Mend = "Send the access token; if it has expired, refresh first.",
            Evidence = Evidence.Unconfirmed,
        },
        new("revoke-dead-token", Warning, At.Revoke, TikTokPages.Revoke, it => it is { Access: not null, Answer.OAuthError: not null } ? "an access token that was dead already" : null)
        {
            Title = "An access token that has expired or was revoked is sent to be revoked.",
            Why = "An expired token ends nothing: the authorization goes on, and the refresh token with it.",
            Mend = "Refresh first, then revoke what the refresh brought; and take an authorization that is gone already for done.",
            Evidence = Evidence.Inferred,
        },
        new("revoke-unknown-token", Error, At.Revoke, TikTokPages.Revoke, IsUnknown)
        {
            Title = "The token to revoke was not issued here.",
            Why = "Nothing is revoked: The request parameters are malformed.",
            Mend = "Send the access token, decrypted and whole.",
        },
    ];

    private static string? Token(Sighting it) => it.Sent("token");

    private static string? IsUnknown(Sighting it) =>
        Token(it) is { } token && it.Access is null && it.Memory.IsComplete && !it.IsKnownAccessToken(token) && !it.IsKnownRefreshToken(token)
        && it.Answer.OAuthError is not null && !token.StartsWith("rft.", StringComparison.Ordinal)
            ? $"{Shown.Length(token)} that were not issued here"
            : null;
}
