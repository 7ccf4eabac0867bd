using System.Collections.ObjectModel;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>Makes tokens of the token endpoint's flat answer. Each member is checked before anything is accepted.</summary>
internal static class TokenReading
{
    private const string Bearer = "Bearer";

    // Keeps deadlines inside DateTimeOffset whatever TikTok sends; no token of a hundred years is worth a failed sign-in.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36_500);

    public static TikTokTokens Tokens(Answer answer)
    {
        // In one walk: by name, each of them would be looked for among all, in what is the hottest answer of all.
        JsonElement accessToken = default, refreshToken = default, expiresIn = default, refreshExpiresIn = default, openId = default, scope = default, tokenType = default;
        Dictionary<string, JsonElement>? additional = null;
        foreach (var member in answer.Root.EnumerateObject())
        {
            if (member.NameEquals("access_token"u8))
            {
                accessToken = member.Value;
            }
            else if (member.NameEquals("expires_in"u8))
            {
                expiresIn = member.Value;
            }
            else if (member.NameEquals("open_id"u8))
            {
                openId = member.Value;
            }
            else if (member.NameEquals("refresh_expires_in"u8))
            {
                refreshExpiresIn = member.Value;
            }
            else if (member.NameEquals("refresh_token"u8))
            {
                refreshToken = member.Value;
            }
            else if (member.NameEquals("scope"u8))
            {
                scope = member.Value;
            }
            else if (member.NameEquals("token_type"u8))
            {
                tokenType = member.Value;
            }
            else if (!IsOfTheEnvelope(answer, member.Name) && !LooksSecret(member.Name, member.Value))
            {
                (additional ??= new(StringComparer.Ordinal)).Add(member.Name, member.Value.Clone());
            }
        }

        if (Text(openId) is not { } person || string.IsNullOrWhiteSpace(person))
        {
            // An identity keyed on "" would be everybody's.
            throw answer.Lacks("open_id");
        }

        return new TikTokTokens
        {
            AccessToken = Required(answer, "access_token", accessToken, AccessToken.From),
            RefreshToken = IsAbsent(refreshToken) || Text(refreshToken) is "" ? null : Required(answer, "refresh_token", refreshToken, RefreshToken.From),
            ExpiresIn = Lifetime(answer, "expires_in", expiresIn),
            RefreshExpiresIn = IsAbsent(refreshExpiresIn) ? null : Lifetime(answer, "refresh_expires_in", refreshExpiresIn),
            ReceivedAt = answer.Reply.ReceivedAt,
            OpenId = person,
            Scopes = IsAbsent(scope) ? TikTokScopes.None : TikTokScopes.FromWire(Text(scope) ?? throw answer.Lacks("scope")),
            TokenType = TokenType(answer, tokenType),
            AdditionalFields = additional?.AsReadOnly() ?? ReadOnlyDictionary<string, JsonElement>.Empty,
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
            TokenType = TokenType(answer, Member(answer, "token_type")),
        };
    }

    public static T Required<T>(Answer answer, string name, Func<string, T> from)
        where T : Secret => Required(answer, name, Member(answer, name), from);

    public static TimeSpan Lifetime(Answer answer, string name) => Lifetime(answer, name, Member(answer, name));

    // Douyin writes its verdict among the tokens.
    private static bool IsOfTheEnvelope(Answer answer, string name) => name is "error" or "error_description" or "log_id"
        || (name is "captcha" or "desc_url" or "description" or "error_code" && answer.Reply.Endpoint is (TikTokEndpoint.DouyinExchange or TikTokEndpoint.DouyinRefresh));

    private static JsonElement Member(Answer answer, string name) => answer.Root.TryGetProperty(name, out var member) ? member : default;

    private static T Required<T>(Answer answer, string name, JsonElement member, Func<string, T> from)
        where T : Secret
    {
        if (Text(member) is not { Length: > 0 } value)
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

    private static TimeSpan Lifetime(Answer answer, string name, JsonElement member)
    {
        var seconds = member.Int64OrNull();
        return seconds is > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds.Value, (long)s_longest.TotalSeconds))
            : throw answer.Lacks(name);
    }

    // RFC 6749, section 7.1: a token of a type that is not understood must not be used.
    private static string TokenType(Answer answer, JsonElement member) =>
        IsAbsent(member) || string.Equals(Text(member), Bearer, StringComparison.OrdinalIgnoreCase)
            ? Bearer
            : throw answer.Lacks("token_type");

    private static bool IsAbsent(JsonElement member) => member.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static string? Text(JsonElement member) => member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static bool LooksSecret(string name, JsonElement value) =>
        name.Contains("token", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || SafeText.LooksLikeToken(value.GetRawText());
}
