using System.Collections.Concurrent;
using Tokgate.Emulator;
using Tokgate.TikTok;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>The apps of the emulator, as an application would configure them.</summary>
public sealed class Apps(Uri emulator, TimeProvider time) : ITikTokAppSource, IDisposable
{
    // A connection per request, so that none is repeated below the vault; and no time-out of its own under the vault's.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly ConcurrentDictionary<string, TikTokApp> _known = new(StringComparer.Ordinal);

    public TikTokClient Client(string secret = TikTokEmulator.ClientSecret, Uri? address = null, string clientKey = TikTokEmulator.SandboxClientKey) => new(
        _http,
        new TikTokClientOptions { ClientKey = clientKey, ClientSecret = ClientSecret.From(secret), Endpoints = TikTokEndpoints.At(address ?? emulator), Timeout = TimeSpan.FromMinutes(1) },
        time);

    public DouyinClient Douyin() => new(
        _http,
        new DouyinClientOptions { ClientKey = TikTokEmulator.DouyinClientKey, ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret), Endpoints = DouyinEndpoints.At(emulator), Timeout = TimeSpan.FromMinutes(1) },
        time);

    public void Set(string secret = TikTokEmulator.ClientSecret, Uri? address = null, string version = "1") =>
        _known[TikTokEmulator.SandboxClientKey] = new TikTokApp(Client(secret, address), version);

    public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(clientKey switch
        {
            TikTokEmulator.SandboxClientKey => _known.GetOrAdd(clientKey, _ => new TikTokApp(Client(), "1")),
            TikTokEmulator.DouyinClientKey => _known.GetOrAdd(clientKey, _ => new TikTokApp(Douyin(), "1")),
            _ => null,
        });

    public void Dispose() => _http.Dispose();
}
