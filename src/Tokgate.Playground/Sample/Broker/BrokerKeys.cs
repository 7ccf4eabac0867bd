using Microsoft.IdentityModel.Tokens;

namespace Tokgate.Playground.Sample.Broker;

/// <summary>The broker's public keys, fetched when a key is asked for that is not known yet.</summary>
internal sealed class BrokerKeys(Uri issuer) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = issuer };
    private volatile JsonWebKeySet? _keys;

    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (Find(keyId) is { } known)
        {
            return known;
        }

        _keys = new JsonWebKeySet(await _client.GetStringAsync("/.well-known/jwks.json", cancellationToken));
        return Find(keyId);
    }

    public void Dispose() => _client.Dispose();

    private SecurityKey? Find(string keyId) => _keys?.GetSigningKeys().FirstOrDefault(key => key.KeyId == keyId);
}
