using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>A PKCE code verifier (RFC 7636, section 4.1), with TikTok's own way of making a challenge of it.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class CodeVerifier : Secret
{
    private const int CreatedLength = 64;
    private const int LongestLength = 128;
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create(Unreserved);

    private CodeVerifier(string value)
        : base(value)
    {
    }

    /// <summary>Makes a fresh verifier: 64 unreserved characters, about 387 bits. One per sign-in.</summary>
    /// <returns>A verifier that nobody else has.</returns>
    public static CodeVerifier Create() => new(RandomNumberGenerator.GetString(Unreserved, CreatedLength));

    /// <summary>
    /// Takes in a verifier made elsewhere, as by a mobile app. Shorter ones than RFC 7636's 43 characters pass: TikTok's Android SDK makes 32.
    /// </summary>
    /// <param name="value">At most 128 characters from <c>A-Z a-z 0-9 - . _ ~</c>.</param>
    /// <returns>The verifier, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, too long or with another character. The message never holds the value.</exception>
    public static CodeVerifier From(string value)
    {
        var verifier = Checked(value, "code verifier", static text => !text.AsSpan().ContainsAnyExcept(s_allowed));
        return verifier.Length <= LongestLength
            ? new CodeVerifier(verifier)
            : throw new ArgumentException("The code verifier is longer than 128 characters.", nameof(value));
    }

    /// <summary>The challenge for the authorization request: 64 lower-case hexadecimal digits of the SHA-256.</summary>
    /// <remarks>
    /// TikTok wants hex, instead of RFC 7636's base64url (section 4.2). A base64url challenge passes at authorize and fails only at the exchange.
    /// See https://developers.tiktok.com/doc/login-kit-desktop.
    /// </remarks>
    /// <returns>What goes into <see cref="TikTokAuthorizationRequest.CodeChallenge"/>.</returns>
    public string ToChallenge() => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Reveal())));
}
