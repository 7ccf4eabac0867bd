using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>The handle by which a QR code is polled: whoever has it and the client secret gets the code.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class QrCodeToken : Secret
{
    private QrCodeToken(string value)
        : base(value)
    {
    }

    /// <summary>Takes a value in. Prefix and length are not checked: TikTok promises neither.</summary>
    /// <param name="value">The value in clear.</param>
    /// <returns>The value, hidden.</returns>
    /// <exception cref="ArgumentException">Null, empty, or with a character that cannot be sent. The message never holds the value.</exception>
    public static QrCodeToken From(string value) => new(Checked(value, "QR code token", IsVisibleAscii));
}
