using Tokgate.TikTok;

namespace Tokgate.Vault.Node;

/// <summary>The one TikTok app that the node knows.</summary>
internal sealed class NodeApps(Uri tikTok, string clientKey, string clientSecret) : ITikTokAppSource, IDisposable
{
    private HttpClient? _http;
    private TikTokApp? _app;

    public void Open(Points points)
    {
        _http = new HttpClient(new UpstreamWitness(points));
        _app = new TikTokApp(
            new TikTokClient(
                _http,
                new TikTokClientOptions { ClientKey = clientKey, ClientSecret = ClientSecret.From(clientSecret), Endpoints = TikTokEndpoints.At(tikTok), Timeout = TimeSpan.FromMinutes(1) }),
            "1");
    }

    public ValueTask<TikTokApp?> FindAsync(string key, CancellationToken cancellationToken = default) => ValueTask.FromResult(key == clientKey ? _app : null);

    public void Dispose() => _http?.Dispose();
}
