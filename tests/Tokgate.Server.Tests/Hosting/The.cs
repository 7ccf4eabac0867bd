using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>The fixed cast.</summary>
public static class The
{
    public const string Api = "https://api.example/";
    public const string OtherApi = "https://other.example/";
    public const string Machine = "machine";
    public const string MachineSecret = "machine-secret-of-the-tests-0001";
    public const string Web = "web";
    public const string WebSecret = "web-secret-:%+/ü-of-the-tests";
    public const string Spa = "spa";
    public const string Signer = "signer";
    public const string PostOnly = "post-only";
    public const string TwoApis = "two-apis";

    private static readonly Dictionary<string, IReadOnlyList<string>> Apis = new() { [Api] = ["read", "write"] };

    public static ECDsa SignerKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string SignerKeySet { get; } = KeySetOf(SignerKey, "signer-1");

    public static IReadOnlyList<TokgateServerClient> Clients { get; } =
    [
        new() { Id = Machine, IsMachine = true, Secret = MachineSecret, Audiences = Apis },
        new() { Id = Web, Secret = WebSecret, RedirectUris = ["https://app.example/cb"], ServesAudiences = [Api] },
        new() { Id = Spa, IsPublic = true, RedirectUris = ["https://spa.example/cb"] },
        new() { Id = Signer, IsMachine = true, KeySet = SignerKeySet, Audiences = Apis },
        new() { Id = PostOnly, IsMachine = true, Secret = MachineSecret, AuthMethod = "client_secret_post", Audiences = Apis },
        new() { Id = TwoApis, IsMachine = true, Secret = MachineSecret, Audiences = new Dictionary<string, IReadOnlyList<string>> { [Api] = ["read"], [OtherApi] = ["other"] } },
    ];

    public static string KeySetOf(ECDsa key, string keyId)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", kid = keyId, alg = "ES256", use = "sig", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) } },
        });
    }
}
