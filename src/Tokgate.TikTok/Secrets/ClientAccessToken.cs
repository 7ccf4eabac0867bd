using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>A token of the app itself (<c>clt.…</c>), for TikTok's Research and Commercial Content APIs. It stands for no user.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class ClientAccessToken : Secret
{
    private ClientAccessToken(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. Prefix and length are not checked: TikTok promises neither.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static ClientAccessToken From(string value) => new(Checked(value, "client access token", IsVisibleAscii));
}
