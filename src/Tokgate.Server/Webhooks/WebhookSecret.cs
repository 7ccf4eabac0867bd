using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.Webhooks;

/// <summary>What a receiver and we sign with (Standard Webhooks 1.0): <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";

    private readonly string text;
    private readonly byte[] key;

    private WebhookSecret(string text, byte[] key)
    {
        this.text = text;
        this.key = key;
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = text[Prefix.Length..];
        if (!Base64.IsValid(encoded, out var length) || length is < 24 or > 64 || encoded.Any(char.IsWhiteSpace))
        {
            return false;
        }

        secret = new WebhookSecret(text, Convert.FromBase64String(encoded));
        return true;
    }

    /// <summary>One entry of the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    public string Reveal() => text;

    public override string ToString() => "***";
}
