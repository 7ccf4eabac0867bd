using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>Verifies as a relying party does: with the published key of the token's kid, and without our own code.</summary>
public static class KeySet
{
    public static async Task<JsonElement> VerifiedAsync(Broker broker, string token) =>
        Verified((await broker.GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys"), token);

    public static JsonElement Verified(JsonElement keys, string token)
    {
        var header = Broker.HeaderOf(token);
        var key = keys.EnumerateArray().Single(candidate => candidate.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        var dot = token.LastIndexOf('.');
        var text = Encoding.ASCII.GetBytes(token[..dot]);
        var signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        var isValid = header.GetProperty("alg").GetString() switch
        {
            "RS256" => Rsa(key, text, signature),
            "ES256" => Ec(key, text, signature),
            _ => false,
        };
        Assert.True(isValid, "The signature does not verify.");
        return Broker.PayloadOf(token);
    }

    private static bool Rsa(JsonElement key, byte[] text, byte[] signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
        return rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static bool Ec(JsonElement key, byte[] text, byte[] signature)
    {
        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });
        return ec.VerifyData(text, signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
}
