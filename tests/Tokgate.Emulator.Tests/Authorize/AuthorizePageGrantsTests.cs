namespace Tokgate.Emulator.Tests.Authorize;

public sealed class AuthorizePageGrantsTests
{
    [Fact]
    public async Task Consent_returns_code_scopes_and_state()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var location = await peer.AuthorizeAsync();

        Assert.StartsWith(TikTokPeer.Callback + "?code=", location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Matches(@"\*0![0-9]{4}\.va$", TikTokPeer.Parameter(location, "code"));
        Assert.Contains("%2A0%21", location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(TikTokPeer.AllScopes, TikTokPeer.Parameter(location, "scopes"));
        Assert.Equal("a state & more", TikTokPeer.Parameter(location, "state"));
    }

    [Fact]
    public async Task The_page_works_without_its_final_slash()
    {
        await using var peer = await TikTokPeer.StartAsync();

        using var response = await peer.Browser.GetAsync(TikTokPeer.AuthorizeAddress().Replace("authorize/?", "authorize?", StringComparison.Ordinal));

        Assert.StartsWith(TikTokPeer.Callback, response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_challenge_method", null)]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("state", null)]
    [InlineData("disable_auto_auth", "1")]
    public async Task What_TikTok_lets_pass_passes(string name, string? value)
    {
        await using var peer = await TikTokPeer.StartAsync();

        Assert.Equal("/signin-tiktok", (await peer.AuthorizeAsync((name, value))).AbsolutePath);
    }

    [Fact]
    public async Task Cancelling_returns_access_denied_with_state_unless_switched_off()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.DenyConsentAsync();

        var withState = await peer.AuthorizeAsync();
        await peer.TikTok.PutAsync("/_emulator/profile", new { state_on_errors = false });
        var without = await peer.AuthorizeAsync();

        Assert.Equal("access_denied", TikTokPeer.Parameter(withState, "error"));
        Assert.NotNull(TikTokPeer.Parameter(withState, "error_description"));
        Assert.Equal("a state & more", TikTokPeer.Parameter(withState, "state"));
        Assert.Null(TikTokPeer.Parameter(without, "state"));
    }

    [Fact]
    public async Task A_wildcard_port_admits_any_port_and_nothing_else()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync(
            $"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = (string[])["http://127.0.0.1:*/callback/"] } });

        Assert.Equal("/callback/", (await peer.AuthorizeAsync(("redirect_uri", "http://127.0.0.1:49152/callback/"))).AbsolutePath);
        foreach (var other in (string[])["http://127.0.0.1:*/callback/", "http://127.0.0.1:0/callback/", "http://127.0.0.1:99999/callback/",
            "http://127.0.0.1:1@evil.example/callback/", "http://127.0.0.1:80/callback", "http://localhost:80/callback/"])
        {
            var location = await peer.AuthorizeAsync(("redirect_uri", other));
            Assert.Equal("redirect_uri", TikTokPeer.Parameter(location, "error_type"));
        }
    }

    [Fact]
    public async Task A_persona_that_shares_little_grants_little()
    {
        await using var peer = await TikTokPeer.StartAsync(person: "basic_only");

        Assert.Equal("user.info.basic", TikTokPeer.Parameter(await peer.AuthorizeAsync(), "scopes"));
    }

    [Fact]
    public async Task Auto_consent_grants_the_part_it_is_told_to()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.ConsentAsync("creator_full", ["video.list"]);

        Assert.Equal("user.info.basic,video.list", TikTokPeer.Parameter(await peer.AuthorizeAsync(), "scopes"));
    }

    [Theory]
    [InlineData("\U0001F600 é a+b%\"&=#/?\\")]
    [InlineData("%2526")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task State_comes_back_as_it_went_however_odd_or_long(string? odd)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var state = odd ?? new string('x', 12_000);

        Assert.Equal(state, TikTokPeer.Parameter(await peer.AuthorizeAsync(("state", state)), "state"));
    }
}
