using System.Text;

namespace Tokgate.Emulator.Tests.Hosting;

public sealed class RequestLimitTests
{
    [Fact]
    public async Task A_foreign_pages_form_is_refused_even_without_an_origin()
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_emulator/reset");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");

        using var response = await peer.Browser.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_chunked_body_beyond_the_limit_is_refused_like_a_declared_one()
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/_emulator/consent");
        request.Content = new StringContent($$"""{"mode":"{{new string('x', 70_000)}}"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;

        using var response = await peer.Browser.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("TTK4102", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
