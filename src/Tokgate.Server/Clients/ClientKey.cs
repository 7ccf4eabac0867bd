using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Clients;

/// <summary>A public key that a client signs its assertions with. The algorithm is fixed here, by the key (RFC 8725, 3.1).</summary>
internal sealed class ClientKey
{
    public const int MaxKeys = 10;
    public const int MaxSetLength = 16 * 1024;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private ClientKey(string? keyId, string algorithm, SecurityKey securityKey, string credentialId)
    {
        KeyId = keyId;
        Algorithm = algorithm;
        SecurityKey = securityKey;
        CredentialId = credentialId;
    }

    public string? KeyId { get; }

    public string Algorithm { get; }

    public SecurityKey SecurityKey { get; }

    /// <summary>A thumbprint, so that another key under the same kid is another credential.</summary>
    public string CredentialId { get; }

    public static bool TryParseSet(string? json, out IReadOnlyList<ClientKey> keys, out string? fault)
    {
        keys = [];
        fault = null;
        if (json is null)
        {
            return true;
        }

        if (json.Length > MaxSetLength || !StrictJson.TryParseObject(Encoding.UTF8.GetBytes(json), out var set)
            || !set.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxKeys)
        {
            fault = "is not a JWK set with 1 to 10 keys";
            return false;
        }

        var parsed = new List<ClientKey>();
        foreach (var element in list.EnumerateArray())
        {
            if (Parse(element, out fault) is not { } key)
            {
                return false;
            }

            parsed.Add(key);
        }

        if (parsed.Count > 1 && parsed.Select(key => key.KeyId).Distinct(StringComparer.Ordinal).Count() != parsed.Count)
        {
            fault = "has several keys without distinct kid";
            return false;
        }

        keys = parsed;
        return true;
    }

    private static ClientKey? Parse(JsonElement element, out string? fault)
    {
        fault = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            fault = "has a member that is no key";
            return null;
        }

        if (PrivateMembers.Any(name => element.TryGetProperty(name, out _)))
        {
            fault = "has a private or symmetric key; register the public half";
            return null;
        }

        if (element.TryGetProperty("use", out _) && element.Text("use") != "sig")
        {
            fault = "has a key whose use is not sig";
            return null;
        }

        var key = element.Text("kty") switch
        {
            "RSA" => Rsa(element),
            "EC" => Ec(element),
            _ => null,
        };
        if (key is null || (element.TryGetProperty("alg", out _) && element.Text("alg") != key.Algorithm))
        {
            fault = "has a key that is neither RSA of 2048 to 4096 bits for RS256 nor EC P-256 for ES256";
            return null;
        }

        return key;
    }

    private static ClientKey? Rsa(JsonElement element)
    {
        if (Bytes(element, "n") is not { } modulus || Bytes(element, "e") is not { Length: <= 4 } exponent || modulus.Length is < 256 or > 512 || modulus[0] < 0x80)
        {
            return null;
        }

        var thumbprint = Thumbprint("RSA", exponent, modulus);
        return Create(() => new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent }), element, SecurityAlgorithms.RsaSha256, thumbprint);
    }

    private static ClientKey? Ec(JsonElement element)
    {
        if (element.Text("crv") != "P-256" || Bytes(element, "x") is not { Length: 32 } x || Bytes(element, "y") is not { Length: 32 } y)
        {
            return null;
        }

        var thumbprint = Thumbprint("EC", x, y);
        return Create(
            () => new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } })), element, SecurityAlgorithms.EcdsaSha256, thumbprint);
    }

    private static ClientKey? Create(Func<SecurityKey> make, JsonElement element, string algorithm, string thumbprint)
    {
        try
        {
            return new ClientKey(element.Text("kid"), algorithm, make(), thumbprint);
        }
        catch (CryptographicException)
        {
            return null; // a point off the curve, an exponent that is none
        }
    }

    private static string Thumbprint(string type, byte[] one, byte[] two) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(type), .. one, .. two]))[..32];

    private static byte[]? Bytes(JsonElement element, string name)
    {
        try
        {
            return element.Text(name) is { Length: > 0 } text ? System.Buffers.Text.Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
