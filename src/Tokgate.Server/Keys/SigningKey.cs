using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>A key in use. There is no way from it to JSON but <see cref="WritePublic"/>.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A signature may still be running when a key leaves the ring; the finalizer frees it")]
internal sealed class SigningKey
{
    public const int RsaBits = 2048;

    private readonly RSA? rsa;
    private readonly ECDsa? ecdsa;

    private SigningKey(StoredSigningKey stored, byte[] pkcs8)
    {
        Stored = stored;
        if (stored.Algorithm == SigningAlgorithm.RS256)
        {
            rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            SecurityKey = new RsaSecurityKey(rsa) { KeyId = stored.Id };
        }
        else
        {
            ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
            SecurityKey = new ECDsaSecurityKey(ecdsa) { KeyId = stored.Id };
        }

        Credentials = new SigningCredentials(SecurityKey, Name(stored.Algorithm));
    }

    public StoredSigningKey Stored { get; }

    public string Id => Stored.Id;

    public SigningAlgorithm Algorithm => Stored.Algorithm;

    public SecurityKey SecurityKey { get; }

    public SigningCredentials Credentials { get; }

    public static string Name(SigningAlgorithm algorithm) => algorithm == SigningAlgorithm.RS256 ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.EcdsaSha256;

    public static StoredSigningKey Generate(string id, SigningAlgorithm algorithm, long generation, DateTimeOffset now, DateTimeOffset activatesAt, SealingKey seal)
    {
        byte[] pkcs8;
        if (algorithm == SigningAlgorithm.RS256)
        {
            using var rsa = RSA.Create(RsaBits);
            pkcs8 = rsa.ExportPkcs8PrivateKey();
        }
        else
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            pkcs8 = ecdsa.ExportPkcs8PrivateKey();
        }

        var box = seal.Seal(pkcs8, Place(id, algorithm));
        CryptographicOperations.ZeroMemory(pkcs8);
        return new StoredSigningKey(id, algorithm, generation, box, now, activatesAt);
    }

    /// <summary>The same key in a box of the master key of now.</summary>
    public static byte[] Reseal(StoredSigningKey stored, SealingKey seal)
    {
        var pkcs8 = OpenBox(stored, seal);
        var box = seal.Seal(pkcs8, Place(stored.Id, stored.Algorithm));
        CryptographicOperations.ZeroMemory(pkcs8);
        return box;
    }

    public static SigningKey Open(StoredSigningKey stored, SealingKey seal)
    {
        var pkcs8 = OpenBox(stored, seal);
        var key = new SigningKey(stored, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    public void WritePublic(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kid", Id);
        json.WriteString("use", "sig");
        json.WriteString("alg", Name(Algorithm));
        if (rsa is not null)
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            json.WriteString("kty", "RSA");
            json.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
            json.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
        }
        else
        {
            var parameters = ecdsa!.ExportParameters(includePrivateParameters: false); // one of the two is set
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64Url.EncodeToString(parameters.Q.X));
            json.WriteString("y", Base64Url.EncodeToString(parameters.Q.Y));
        }

        json.WriteEndObject();
    }

    private static byte[] OpenBox(StoredSigningKey stored, SealingKey seal) => seal.TryOpen(stored.SealedPrivateKey, Place(stored.Id, stored.Algorithm), out var pkcs8)
        ? pkcs8
        : throw new CryptographicException($"The signing key {stored.Id} cannot be opened with the master key.");

    private static byte[] Place(string id, SigningAlgorithm algorithm) => Encoding.UTF8.GetBytes($"{Name(algorithm)}/{id}");
}
