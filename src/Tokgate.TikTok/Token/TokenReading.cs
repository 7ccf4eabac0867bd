using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>Makes tokens of the token endpoint's flat answer. Each member is checked before anything is accepted.</summary>
internal static class TokenReading
{
    private const string Bearer = "Bearer";

    // Keeps deadlines inside DateTimeOffset whatever TikTok sends; no token of a hundred years is worth a failed sign-in.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36_500);

    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "access_token", "expires_in", "open_id", "refresh_expires_in", "refresh_token", "scope", "token_type", "error", "error_description", "log_id",
    };

    private static readonly HashSet<string> s_knownOfDouyin = new(s_known.Concat(["captcha", "desc_url", "description", "error_code"]), StringComparer.Ordinal);

    public static TikTokTokens Tokens(Answer answer)
    {
        var root = answer.Root;
        var openId = root.StringOrNull("open_id");
        if (string.IsNullOrWhiteSpace(openId))
        {
            // An identity keyed on "" would be everybody's.
            throw answer.Lacks("open_id");
        }

        return new TikTokTokens
        {
            AccessToken = Required(answer, "access_token", AccessToken.From),
            RefreshToken = IsNothing(root, "refresh_token")
                ? null
                : Required(answer, "refresh_token", RefreshToken.From),
            ExpiresIn = Lifetime(answer, "expires_in"),
            RefreshExpiresIn = root.IsAbsent("refresh_expires_in") ? null : Lifetime(answer, "refresh_expires_in"),
            ReceivedAt = answer.Reply.ReceivedAt,
            OpenId = openId,
            Scopes = Scopes(answer),
            TokenType = TokenType(answer),
            AdditionalFields = root.Unknown(answer.Reply.Endpoint is TikTokEndpoint.DouyinExchange or TikTokEndpoint.DouyinRefresh ? s_knownOfDouyin : s_known, static member => !LooksSecret(member.Name, member.Value)),
        };
    }

    public static TikTokClientToken ClientToken(Answer answer)
    {
        var lifetime = Lifetime(answer, "expires_in");
        return new TikTokClientToken
        {
            AccessToken = Required(answer, "access_token", ClientAccessToken.From),
            ExpiresIn = lifetime,
            ExpiresAt = answer.Reply.ReceivedAt + lifetime,
            TokenType = TokenType(answer),
        };
    }

    public static T Required<T>(Answer answer, string name, Func<string, T> from)
        where T : Secret
    {
        if (answer.Root.StringOrNull(name) is not { Length: > 0 } value)
        {
            throw answer.Lacks(name);
        }

        try
        {
            return from(value);
        }
        catch (ArgumentException)
        {
            throw answer.Lacks(name);
        }
    }

    public static TimeSpan Lifetime(Answer answer, string name)
    {
        var seconds = answer.Root.Int64OrNull(name);
        return seconds is > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds.Value, (long)s_longest.TotalSeconds))
            : throw answer.Lacks(name);
    }

    private static TikTokScopes Scopes(Answer answer) =>
        answer.Root.IsAbsent("scope")
            ? TikTokScopes.None
            : TikTokScopes.FromWire(answer.Root.StringOrNull("scope") ?? throw answer.Lacks("scope"));

    // RFC 6749, section 7.1: a token of a type that is not understood must not be used.
    private static string TokenType(Answer answer) =>
        answer.Root.IsAbsent("token_type") || string.Equals(answer.Root.StringOrNull("token_type"), Bearer, StringComparison.OrdinalIgnoreCase)
            ? Bearer
            : throw answer.Lacks("token_type");

    private static bool IsNothing(JsonElement root, string name) => root.IsAbsent(name) || root.StringOrNull(name) is "";

    private static bool LooksSecret(string name, JsonElement value) =>
        name.Contains("token", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || SafeText.LooksLikeToken(value.GetRawText());
}
