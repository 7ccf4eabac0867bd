using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>What holds of every ID token (OpenID Connect Core, 2 and 3.1.3.7).</summary>
internal static class IdTokenChecks
{
    private const long Skew = 300;
    private const long Year = 31_536_000;
    private static readonly string[] OfProtocol = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "azp", "sid", "at_hash", "c_hash", "jti"];

    public static JsonElement Run(Module module, string token, IReadOnlyList<(string Name, string Value)> request, JsonElement keys, DateTimeOffset clock)
    {
        Assert.False(string.IsNullOrEmpty(Broker.HeaderOf(token).GetProperty("kid").GetString()));
        var claims = KeySet.Verified(keys, token);
        var now = clock.ToUnixTimeSeconds();
        Assert.Equal(module.Issuer, claims.GetProperty("iss").GetString());
        var audience = claims.GetProperty("aud");
        Assert.Contains(Of(request, "client_id"), audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Select(one => one.GetString()) : [audience.GetString()]);
        Assert.InRange(claims.GetProperty("exp").GetInt64(), now - Skew, now + (50 * Year));
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - Skew, now + Skew);
        if (claims.TryGetProperty("auth_time", out var authTime))
        {
            Assert.InRange(authTime.GetInt64(), now - Year, now + Skew);
        }

        Assert.True(!claims.TryGetProperty("acr", out var acr) || !string.IsNullOrEmpty(acr.GetString()));
        Assert.Equal(Of(request, "nonce"), claims.TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null);
        Assert.InRange(claims.GetProperty("sub").GetString()!.Length, 1, 255);
        ClaimChecks.Run(claims);
        var extra = claims.EnumerateObject().Select(member => member.Name).Except(OfProtocol).ToList();
        module.Warn(extra.Count > 0 && Of(request, "claims") is null, "claims in the ID token that nobody asked for there: " + string.Join(' ', extra));
        return claims;
    }

    public static void HashFits(JsonElement claims, string accessToken)
    {
        if (claims.TryGetProperty("at_hash", out var hash))
        {
            Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16)), hash.GetString());
        }
    }

    private static string? Of(IReadOnlyList<(string Name, string Value)> request, string name) => request.FirstOrDefault(pair => pair.Name == name).Value;
}
