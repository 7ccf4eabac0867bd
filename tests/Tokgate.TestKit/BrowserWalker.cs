using System.Net;

namespace Tokgate.TestKit;

/// <summary>A browser without a screen: keeps cookies and follows redirects until it comes to rest, remembering every address on the way.</summary>
public sealed class BrowserWalker : IDisposable
{
    private const int MostRedirects = 20;
    private readonly HttpClient _client;

    public BrowserWalker()
    {
        Cookies = new CookieContainer();
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = Cookies });
    }

    public CookieContainer Cookies { get; }

    /// <summary>The addresses requested since the walker was made, oldest first.</summary>
    public IList<Uri> Trail { get; } = [];

    public Task<BrowserPage> GetAsync(Uri address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    public Task<BrowserPage> PostAsync(Uri address, params KeyValuePair<string, string>[] form)
        => SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) });

    /// <summary>Requests one address and stays there, whatever it answers.</summary>
    public async Task<HttpResponseMessage> StepAsync(Uri address)
    {
        Trail.Add(address);
        return await _client.GetAsync(address);
    }

    /// <summary>Follows redirects as long as they satisfy the condition; answers the address that was not followed, or the last one.</summary>
    public async Task<Uri> FollowUntilAsync(Uri address, Func<Uri, bool> stop)
    {
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            if (stop(address))
            {
                return address;
            }

            using var response = await StepAsync(address);
            if (response.Headers.Location is not { } location)
            {
                throw new InvalidOperationException($"Came to rest at {address.GetLeftPart(UriPartial.Path)} with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }

            address = new Uri(address, location);
        }

        throw new InvalidOperationException($"More than {MostRedirects} redirects.");
    }

    public void Dispose() => _client.Dispose();

    private async Task<BrowserPage> SendAsync(HttpRequestMessage request)
    {
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            Trail.Add(request.RequestUri!); // every request here is made with an address
            using var response = await _client.SendAsync(request);
            var address = request.RequestUri!;
            request.Dispose();
            if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or >= 400)
            {
                return new BrowserPage(address, response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, location));
        }

        throw new InvalidOperationException($"More than {MostRedirects} redirects.");
    }
}
