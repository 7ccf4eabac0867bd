using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The token of a resource call.</summary>
internal static class BearerRules
{
    private const int RefusalsLetPass = 2;
    private const int RepeatsLetPass = 2;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("error-in-200-ignored", Error, At.Api, TikTokPages.OAuthErrors, it => IsNoToken(it) && it.Memory.FailureOf(it) is { } failure ? $"after {failure.Error} in HTTP {failure.Status}: {What(it)}" : null)
        {
            Title = "The token request was refused, and the client goes on as if it had a token.",
            Why = "TikTok sends OAuth errors with HTTP 200: who looks at the status alone takes the refusal for tokens, and the reason is lost.",
            Mend = "Read the body whatever the status is: error in it, or no access_token, is a failure. Keep error_description and log_id.",
            Evidence = Evidence.Integrators,
        },
        new("bearer-missing", Error, At.Api, TikTokPages.UserInfo, it => it.Request.Authorization.Length == 0 && it.Memory.FailureOf(it) is null && it.Request.Method != "OPTIONS" ? "no Authorization header" : null)
        {
            Title = "A resource is asked for without a token.",
            Why = "TikTok answers 401 access_token_invalid.",
            Mend = "Send Authorization: Bearer and the access token.",
        },
        new("authorization-scheme", Error, At.Api, TikTokPages.UserInfo, it => it.Request.Authorization.Length > 0 && it.Bearer is null ? Scheme(it.Request.Authorization) : null)
        {
            Title = "The Authorization header is not a Bearer.",
            Why = "TikTok answers 401 access_token_invalid.",
            Mend = "Send Authorization: Bearer, a space, and the access token.",
        },
        new("bearer-placeholder", Error, At.Api, TikTokPages.UserInfo, it => it.Bearer is not null && IsNoToken(it) && it.Memory.FailureOf(it) is null ? What(it) : null)
        {
            Title = "The word for nothing is sent as a token.",
            Why = "TikTok answers 401 access_token_invalid. Somewhere a token that is not there was written into the header.",
            Mend = "Check that access_token is there, and is text, before it is used.",
        },
        new("refresh-token-as-bearer", Error, At.Api, TikTokPages.UserInfo, it => it.Bearer is { } token && (token.StartsWith("rft.", StringComparison.Ordinal) || it.Memory.RefreshTokens.Find(token) is not null) ? "a refresh token" : null)
        {
            Title = "A refresh token is sent as the bearer.",
            Why = "TikTok answers 401 access_token_invalid, and a long-lived secret went where it is not needed.",
            Mend = "Send what came as access_token.",
        },
        new("client-token-as-bearer", Error, At.Api, TikTokPages.ClientTokens, it => it.Bearer is { } token && (token.StartsWith("clt.", StringComparison.Ordinal) || it.Access is { Grant: null }) ? "a client token" : null)
        {
            Title = "A client token is sent where a person's is needed.",
            Why = "client_credentials gives a token of the app, for research and commercial content alone: 401 access_token_invalid.",
            Mend = "Use the access token of a person who signed in.",
        },
        new("access-token-unknown", Error, At.Api, TikTokPages.ApiErrors, it => it is { Bearer: { } token, Access: null, Answer.IsTokenRefused: true } && it.Memory.IsComplete && LooksLikeOurs(token) && !it.IsKnownAccessToken(token) ? $"{Shown.Length(token)} that were not issued here" : null)
        {
            Title = "The access token was not issued here.",
            Why = "It is cut, encrypted, made up or of another environment: 401 access_token_invalid.",
            Mend = "Keep the token whole, as an opaque text of at least 512 characters.",
        },
        new("access-token-after-revoke", Error, At.Api, TikTokPages.Revoke, it => it.Access is { IsRevokedByClient: true } ? "an access token that the client revoked" : null)
        {
            Title = "An access token is used after the client itself revoked it.",
            Why = "It is dead at once: 401 access_token_invalid.",
            Mend = "Delete both tokens when the revocation is confirmed.",
        },
        new("access-token-expired", Note, At.Api, TikTokPages.Tokens, it => it.Access is { Refusals.Count: 0, IsRevokedByClient: false } access && access.ExpiresAt <= it.Now ? "an access token after its time" : null)
        {
            Title = "An access token is used after its time.",
            Why = "The call fails and must be made again. TikTok advises to refresh before.",
            Mend = "Keep expires_in of each answer and refresh before it is over; do not assume 24 hours or 2.",
        },
        new("dead-token-used-again", Warning, At.Api, TikTokPages.ApiErrors, it => it.Access is { Refusals: { Count: >= RefusalsLetPass } refusals, IsRevokedByClient: false } && it.Answer.IsTokenRefused && refusals.IsKnownTo(it.Exchange) ? "an access token that was refused twice before" : null)
        {
            Title = "An access token is used again and again after TikTok refused it.",
            Why = "access_token_invalid is final for this token; every call counts against the rate limit.",
            Mend = "On access_token_invalid refresh once; if that is refused, too, end the connection.",
            Evidence = Evidence.Inferred,
        },
        new("rate-limit-ignored", Warning, At.Api, TikTokPages.RateLimit, it => it.Memory.Limits.Find(Memory.LimitKey(it)) is { Repeats: >= RepeatsLetPass } limit && limit.IsIgnoredBy(it) ? "a third call in a row within a second after a 429" : null)
        {
            Title = "Calls go on at once after TikTok said 429.",
            Why = "The limit is over a sliding minute; who goes on is refused longer.",
            Mend = "Wait: Retry-After if it is there, else some seconds, and longer each time.",
        },
    ];

    private static bool IsNoToken(Sighting it) =>
        Placeholder.IsOne(it.Bearer)
        || it.Request.Authorization.Trim().Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        || (it.Request.Authorization.Length == 0 && it.Request.Method != "OPTIONS");

    private static string What(Sighting it) => it.Request.Authorization.Length == 0 ? "no Authorization header" : $"Bearer {it.Bearer}".TrimEnd();

    private static string Scheme(string header) =>
        header.IndexOf(' ', StringComparison.Ordinal) is > 0 and < 16 and var space ? $"the scheme {header[..space]}" : "a value without a scheme";

    private static bool LooksLikeOurs(string token) => token.Length > 0 && !Placeholder.IsOne(token)
        && !token.StartsWith("rft.", StringComparison.Ordinal) && !token.StartsWith("clt.", StringComparison.Ordinal);
}
