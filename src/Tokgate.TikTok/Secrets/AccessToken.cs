using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>A user's access token (<c>act.…</c> as seen today; opaque by contract). Short-lived: see <see cref="TikTokTokens.ExpiresAt"/>.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class AccessToken : Secret
{
    private AccessToken(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. Prefix and length are not checked: TikTok promises neither.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static AccessToken From(string value) => new(Checked(value, "access token", IsVisibleAscii));
}
