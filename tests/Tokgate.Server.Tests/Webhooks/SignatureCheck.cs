using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>How a receiver in C# checks a signature. It stands in docs/webhooks.md, and a test compares the two.</summary>
internal static class SignatureCheck
{
    public static bool Verify(string id, string timestamp, string signatures, byte[] body, string secret, DateTimeOffset now)
    {
        if (id.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
    }
}
