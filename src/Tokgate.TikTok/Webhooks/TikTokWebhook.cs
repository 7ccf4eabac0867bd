using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.TikTok;

/// <summary>Checks that a webhook is TikTok's. See https://developers.tiktok.com/doc/webhooks-verification.</summary>
public static class TikTokWebhook
{
    /// <summary>The header with the signature. Compare header names without case: TikTok prints it two ways.</summary>
    public const string SignatureHeader = "TikTok-Signature";

    private const int SignatureLength = 64;

    // Clocks differ by seconds; a tolerance of days is for late deliveries, not for early ones.
    private static readonly TimeSpan s_clockDifference = TimeSpan.FromMinutes(5);

    /// <summary>Checks the signature over the raw bytes, in constant time, and only then its age.</summary>
    /// <param name="body">The body as it came, before any parsing.</param>
    /// <param name="signatureHeader">The header's value; null when there is none.</param>
    /// <param name="secret">The client secret of the app that the webhook is for.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="tolerance">
    /// How old it may be; 5 minutes is common. TikTok retries for 72 hours and does not say whether it signs anew. The future is given at most 5 minutes.
    /// </param>
    /// <returns>The verdict, and the time of signing when the signature holds.</returns>
    public static TikTokWebhookVerification Verify(
        ReadOnlySpan<byte> body, string? signatureHeader, ClientSecret secret, TimeProvider timeProvider, TimeSpan tolerance)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, TimeSpan.Zero);

        if (string.IsNullOrEmpty(signatureHeader))
        {
            return new(TikTokWebhookVerdict.Missing, null);
        }

        if (!TryRead(signatureHeader, out var time, out var signature)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return new(TikTokWebhookVerdict.Malformed, null);
        }

        if (!CryptographicOperations.FixedTimeEquals(Sign(time, body, secret), Convert.FromHexString(signature)))
        {
            return new(TikTokWebhookVerdict.Mismatch, null);
        }

        var signedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var age = timeProvider.GetUtcNow() - signedAt;
        var isFresh = age <= tolerance && -age <= (tolerance < s_clockDifference ? tolerance : s_clockDifference);
        return new(isFresh ? TikTokWebhookVerdict.Valid : TikTokWebhookVerdict.Stale, signedAt);
    }

    private static byte[] Sign(string time, ReadOnlySpan<byte> body, ClientSecret secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Reveal()));
        hmac.AppendData(Encoding.ASCII.GetBytes(time));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static bool TryRead(string header, out string time, out string signature)
    {
        time = signature = string.Empty;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header.Split(','))
        {
            var pair = part.Split('=', 2);
            // A part that comes twice is two claims: a header doubled by someone on the way.
            if (pair.Length != 2 || !parts.TryAdd(pair[0], pair[1]))
            {
                return false;
            }
        }

        time = parts.GetValueOrDefault("t", string.Empty);
        signature = parts.GetValueOrDefault("s", string.Empty);
        return time.Length > 0 && signature.Length == SignatureLength && signature.All(char.IsAsciiHexDigitLower);
    }
}
