using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>A user's refresh token (<c>rft.…</c> as seen today; opaque by contract). Using it may kill it: keep the one that comes back.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class RefreshToken : Secret
{
    private RefreshToken(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. Prefix and length are not checked: TikTok promises neither.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static RefreshToken From(string value) => new(Checked(value, "refresh token", IsVisibleAscii));
}
