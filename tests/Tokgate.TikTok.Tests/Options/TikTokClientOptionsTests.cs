namespace Tokgate.TikTok.Tests;

public sealed class TikTokClientOptionsTests
{
    [Fact]
    public void All_problems_are_told_at_once()
    {
        var options = new TikTokClientOptions
        {
            Endpoints = TikTokEndpoints.At(new Uri("http://tiktok.example/path")),
            Timeout = TimeSpan.Zero,
            MaxResponseBytes = 1,
            Retry = new TikTokRetryOptions { MaxAttempts = 0, MaxDelay = TimeSpan.Zero },
        };

        var refusal = Assert.Throws<TikTokConfigurationException>(() => new TikTokClient(new HttpClient(), options));

        Assert.Equal(
            ["TTK1001", "TTK1002", "TTK1003", "TTK1003", "TTK1004", "TTK1005", "TTK1006", "TTK1006", "TTK1006"],
            refusal.Problems.Select(problem => problem.Id));
        Assert.All(refusal.Problems, problem => Assert.Contains(problem.ToString(), refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_default_is_TikTok_itself_and_needs_only_key_and_secret() => Assert.Empty(The.Options().Validate());

    [Fact]
    public void White_space_around_the_key_is_cut_off() =>
        Assert.Equal("aw123", new TikTokClientOptions { ClientKey = "\taw123 \n" }.ClientKey);

    [Theory]
    [InlineData("sbaw1234", true)]
    [InlineData("aw1234", false)]
    public void A_sandbox_key_is_seen(string key, bool isSandbox) => Assert.Equal(isSandbox, new TikTokClientOptions { ClientKey = key }.IsSandbox);

    [Theory]
    [InlineData("https://open.tiktokapis.com")]
    [InlineData("https://open.tiktokapis.com/")]
    [InlineData("http://localhost:5082")]
    [InlineData("http://127.0.0.1:5082/")]
    [InlineData("http://[::1]:5082")]
    public void An_endpoint_may_be_https_or_loopback(string address) => Assert.Empty(TikTokEndpoints.At(new Uri(address)).Validate());

    [Theory]
    [InlineData("http://open.tiktokapis.com")]
    [InlineData("https://open.tiktokapis.com/v2")]
    [InlineData("https://open.tiktokapis.com/?x=1")]
    [InlineData("https://open.tiktokapis.com/#x")]
    [InlineData("https://user@open.tiktokapis.com")]
    [InlineData("ftp://localhost")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    public void Any_other_endpoint_is_refused(string address) =>
        Assert.Equal("TTK1003", new TikTokEndpoints { Api = new Uri(address, UriKind.RelativeOrAbsolute) }.Validate().Single().Id);

    [Fact]
    public void Options_are_copied_when_the_client_is_made()
    {
        var options = The.Options();
        var client = new TikTokClient(new HttpClient(), options);

        options.ClientKey = "other";

        Assert.Contains($"client_key={The.ClientKey}&", client.BuildAuthorizationUri(The.Request()), StringComparison.Ordinal);
    }
}
