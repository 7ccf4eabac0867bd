namespace Tokgate.TikTok.Tests;

public sealed class TikTokRedirectUriTests
{
    [Theory]
    [InlineData("https://app.example/callback", TikTokPlatform.Web)]
    [InlineData("https://app.example", TikTokPlatform.Web)]
    [InlineData("https://app.example:8443/callback/", TikTokPlatform.Web)]
    [InlineData("http://localhost:3455/callback/", TikTokPlatform.Desktop)]
    [InlineData("http://127.0.0.1:*/callback/", TikTokPlatform.Desktop)]
    [InlineData("https://127.0.0.1:3455/callback/", TikTokPlatform.Desktop)]
    [InlineData("http://localhost:3455/", TikTokPlatform.Desktop)]
    [InlineData("https://app.example/link", TikTokPlatform.Ios)]
    [InlineData("https://app.example/link", TikTokPlatform.Android)]
    public void What_TikTok_takes_has_no_problem(string uri, TikTokPlatform platform) => Assert.Empty(TikTokRedirectUri.Check(uri, platform));

    [Theory]
    [InlineData("", TikTokPlatform.Web, "TTK1020")]
    [InlineData("/callback", TikTokPlatform.Web, "TTK1020")]
    [InlineData("app.example/callback", TikTokPlatform.Web, "TTK1020")]
    [InlineData("https://app.example/call back", TikTokPlatform.Web, "TTK1020")]
    [InlineData("https://app.example\\callback", TikTokPlatform.Web, "TTK1020")]
    [InlineData("https://app.example/\r\n", TikTokPlatform.Web, "TTK1020")]
    [InlineData("https://bücher.example/", TikTokPlatform.Web, "TTK1020")]
    [InlineData("http://app.example/callback", TikTokPlatform.Web, "TTK1021")]
    [InlineData("myapp://app.example/callback", TikTokPlatform.Ios, "TTK1021")]
    [InlineData("http://app.example/callback", TikTokPlatform.Android, "TTK1021")]
    [InlineData("ws://localhost:1/callback", TikTokPlatform.Desktop, "TTK1021")]
    [InlineData("https://app.example/callback?x=1", TikTokPlatform.Web, "TTK1023")]
    [InlineData("https://app.example/callback?", TikTokPlatform.Web, "TTK1023")]
    [InlineData("https://app.example/callback#", TikTokPlatform.Web, "TTK1024")]
    [InlineData("https://app.example/callback#?x", TikTokPlatform.Web, "TTK1024")]
    [InlineData("https://localhost/callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("https://app.localhost/callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("https://192.0.2.1/callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("https://[2001:db8::1]/callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("https://intranet/callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("https:///callback", TikTokPlatform.Web, "TTK1025")]
    [InlineData("http://app.example:80/callback", TikTokPlatform.Desktop, "TTK1025")]
    [InlineData("http://[::1]:3455/callback", TikTokPlatform.Desktop, "TTK1025")]
    [InlineData("http://127.0.0.2:3455/callback", TikTokPlatform.Desktop, "TTK1025")]
    [InlineData("http://LOCALHOST:3455/callback", TikTokPlatform.Desktop, "TTK1025")]
    [InlineData("http://localhost/callback", TikTokPlatform.Desktop, "TTK1026")]
    [InlineData("http://localhost:/callback", TikTokPlatform.Desktop, "TTK1026")]
    [InlineData("http://localhost:0/callback", TikTokPlatform.Desktop, "TTK1026")]
    [InlineData("http://localhost:65536/callback", TikTokPlatform.Desktop, "TTK1026")]
    [InlineData("http://localhost:+80/callback", TikTokPlatform.Desktop, "TTK1026")]
    [InlineData("https://app.example:*/callback", TikTokPlatform.Web, "TTK1026")]
    [InlineData("http://localhost:3455", TikTokPlatform.Desktop, "TTK1027")]
    [InlineData("https://user:pass@app.example/callback", TikTokPlatform.Web, "TTK1028")]
    public void What_TikTok_refuses_is_refused_by_its_rule(string uri, TikTokPlatform platform, string id) =>
        Assert.Equal([id], TikTokRedirectUri.Check(uri, platform).Select(problem => problem.Id));

    [Fact]
    public void A_redirect_uri_is_under_512_characters()
    {
        const string Start = "https://app.example/";

        Assert.Empty(TikTokRedirectUri.Check(Start.PadRight(511, 'a'), TikTokPlatform.Web));
        Assert.Equal(TikTokRedirectUriRule.Length, TikTokRedirectUri.Check(Start.PadRight(512, 'a'), TikTokPlatform.Web).Single().Rule);
    }

    [Theory]
    [InlineData("http://localhost:1/x", TikTokPlatform.Desktop, TikTokPkceMode.HexS256)]
    [InlineData("https://LocalHost:1/x", TikTokPlatform.Desktop, TikTokPkceMode.HexS256)]
    [InlineData("http://127.0.0.1:*/x", TikTokPlatform.Desktop, TikTokPkceMode.HexS256)]
    [InlineData("http://[::1]:1/x", TikTokPlatform.Desktop, TikTokPkceMode.HexS256)]
    [InlineData("https://app.example/x", TikTokPlatform.Web, TikTokPkceMode.None)]
    [InlineData("https://localhost.example/x", TikTokPlatform.Web, TikTokPkceMode.None)]
    [InlineData("https://app.example/localhost", TikTokPlatform.Web, TikTokPkceMode.None)]
    public void The_host_decides_platform_and_pkce(string uri, TikTokPlatform platform, TikTokPkceMode mode)
    {
        Assert.Equal(platform, TikTokRedirectUri.PlatformOf(uri));
        Assert.Equal(mode, TikTokPkce.ModeFor(uri));
    }

    [Fact]
    public void Mobile_platforms_want_hex_pkce() =>
        Assert.All([TikTokPlatform.Ios, TikTokPlatform.Android], platform => Assert.Equal(TikTokPkceMode.HexS256, TikTokPkce.ModeFor(platform)));
}
