using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>An authorization code: single use, minutes to live. TikTok wants it decoded exactly once.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class AuthorizationCode : Secret
{
    private AuthorizationCode(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. The value must be decoded already, as every web framework does with a query string; it is never decoded again.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static AuthorizationCode From(string value) => new(Checked(value, "authorization code", IsWithoutControls));
}
