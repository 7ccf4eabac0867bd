using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>The TikTok app's client secret. It also signs TikTok's webhooks.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class ClientSecret : Secret
{
    private ClientSecret(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. White space around it is cut off: pasting it is a classic fault, and TikTok then answers <c>invalid_client</c>.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static ClientSecret From(string value) => new(Checked(value?.Trim(), "client secret", IsWithoutControls));
}
