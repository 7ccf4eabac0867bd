namespace Tokgate.Emulator.Tests.Authorize;

public sealed class AuthorizePageRefusesTests
{
    [Theory]
    [InlineData("client_key", null, "param_error", "client_key", "10003")]
    [InlineData("client_key", "awnobody", "unauthorized_client", "client_key", null)]
    [InlineData("response_type", "token", "unsupported_response_type", "response_type", null)]
    [InlineData("response_type", null, "unsupported_response_type", "response_type", null)]
    [InlineData("redirect_uri", null, "invalid_request", "redirect_uri", null)]
    [InlineData("redirect_uri", "http://localhost:5080/signin-tiktok/", "invalid_request", "redirect_uri", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:5080/signin-tiktok", "invalid_request", "redirect_uri", null)]
    [InlineData("redirect_uri", "https://evil.example/", "invalid_request", "redirect_uri", null)]
    [InlineData("scope", null, "invalid_scope", "scope", null)]
    [InlineData("scope", "user.info.basic user.info.profile", "invalid_scope", "scope", null)]
    [InlineData("scope", "user.info.basic,video.publish", "invalid_scope", "scope", null)]
    [InlineData("scope", "user.info.basic,", "invalid_scope", "scope", null)]
    [InlineData("scope", "email", "invalid_scope", "scope", null)]
    [InlineData("code_challenge", null, "param_error", "code_challenge", "10007")]
    [InlineData("code_challenge_method", "plain", "param_error", "code_challenge_method", "10008")]
    [InlineData("disable_auto_auth", "2", "param_error", "disable_auto_auth", null)]
    public async Task A_bad_parameter_stays_on_the_page_with_the_error_appended(string name, string? value, string error, string type, string? errCode)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var location = await peer.AuthorizeAsync((name, value));

        Assert.Equal("/v2/auth/authorize/", location.AbsolutePath);
        Assert.Equal(error, TikTokPeer.Parameter(location, "error"));
        Assert.Equal(type, TikTokPeer.Parameter(location, "error_type"));
        Assert.Equal(errCode, TikTokPeer.Parameter(location, "errCode"));
        Assert.Matches("^[0-9]{14}[0-9A-F]{20}$", TikTokPeer.Parameter(location, "logid"));
        Assert.Equal("a state & more", TikTokPeer.Parameter(location, "state"));
        var page = await peer.Browser.GetStringAsync(location);
        Assert.Contains($"data-testid=\"error\">{error}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-testid=\"error-type\">{type}<", page, StringComparison.Ordinal);
        Assert.Contains("Something went wrong", page, StringComparison.Ordinal);
        Assert.Contains("How to mend it", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_id_is_not_client_key()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var location = await peer.AuthorizeAsync(("client_key", null), ("client_id", TikTokEmulator.SandboxClientKey));

        Assert.Equal("param_error", TikTokPeer.Parameter(location, "error"));
        Assert.Equal("10003", TikTokPeer.Parameter(location, "errCode"));
        Assert.Contains("client_id was sent", await peer.Browser.GetStringAsync(location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doubled_parameter_is_refused()
    {
        await using var peer = await TikTokPeer.StartAsync();

        using var response = await peer.Browser.GetAsync(TikTokPeer.AuthorizeAddress() + "&state=other");

        var location = new Uri(peer.TikTok.BaseAddress, response.Headers.Location!);
        Assert.Equal("/v2/auth/authorize/", location.AbsolutePath);
        Assert.Equal("state", TikTokPeer.Parameter(location, "error_type"));
    }

    [Theory]
    [InlineData("?client_key=%FF")]
    [InlineData("?state=%C3")]
    public async Task A_query_that_cannot_be_decoded_ends_on_a_page_that_says_so(string query)
    {
        await using var peer = await TikTokPeer.StartAsync();

        using var response = await peer.Browser.GetAsync("/v2/auth/authorize/" + query);
        var location = new Uri(peer.TikTok.BaseAddress, response.Headers.Location!);
        using var page = await peer.Browser.GetAsync(location);

        Assert.Equal("query", TikTokPeer.Parameter(location, "error_type"));
        Assert.Equal(200, (int)page.StatusCode);
        Assert.Contains("cannot be decoded", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_app_is_refused()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", new { status = "draft" });

        var location = await peer.AuthorizeAsync(("client_key", TikTokEmulator.ProductionClientKey));

        Assert.Equal("unauthorized_client", TikTokPeer.Parameter(location, "error"));
        Assert.Equal("client_key", TikTokPeer.Parameter(location, "error_type"));
    }

    [Fact]
    public async Task An_outsider_is_told_on_the_page_or_at_the_callback_when_switched()
    {
        await using var peer = await TikTokPeer.StartAsync(person: "outsider");

        var onPage = await peer.AuthorizeAsync();
        await peer.TikTok.PutAsync("/_emulator/profile", new { sandbox_refusal_redirects = true });
        var atCallback = await peer.AuthorizeAsync();

        Assert.Equal("/v2/auth/authorize/", onPage.AbsolutePath);
        Assert.Equal("/signin-tiktok", atCallback.AbsolutePath);
        foreach (var location in (Uri[])[onPage, atCallback])
        {
            Assert.Equal("access_denied", TikTokPeer.Parameter(location, "error"));
            Assert.Equal("non_sandbox_target", TikTokPeer.Parameter(location, "error_type"));
        }
    }

    [Fact]
    public async Task The_error_page_encodes_what_it_was_sent()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var location = await peer.AuthorizeAsync(("redirect_uri", "\"><script>alert(1)</script>"));
        var page = await peer.Browser.GetStringAsync(location + "&x=%3Cimg%20src=x%3E");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }
}
