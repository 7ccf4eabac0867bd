using System.Net.Http.Headers;
using System.Text;

namespace Tokgate.Emulator.Tests.Token;

public sealed class TokenEndpointTests
{
    private const string Malformed = "The request parameters are malformed.";

    [Fact]
    public async Task A_code_becomes_tokens_in_TikToks_shape()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.RedeemAsync(await peer.CodeAsync());

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            ["access_token", "expires_in", "open_id", "refresh_expires_in", "refresh_token", "scope", "token_type"],
            reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Matches(@"^act\.[A-Za-z0-9]{60}![0-9]{4}\.va$", reply.String("access_token"));
        Assert.Matches(@"^rft\.[A-Za-z0-9]{60}![0-9]{4}\.va$", reply.String("refresh_token"));
        Assert.Matches("^-000[A-Za-z0-9_-]{32}$", reply.String("open_id"));
        Assert.Equal(7_200, reply.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal(15_552_000, reply.Json.GetProperty("refresh_expires_in").GetInt64());
        Assert.Equal(TikTokPeer.AllScopes, reply.String("scope"));
        Assert.Equal("Bearer", reply.String("token_type"));
    }

    [Theory]
    [InlineData("client_key", null, "invalid_request", Malformed)]
    [InlineData("client_key", "awnobody", "invalid_client", "Client key or secret is incorrect.")]
    [InlineData("client_key", "awplayground000001", "invalid_grant", "Authorization code is expired.")]
    [InlineData("client_secret", null, "invalid_request", "Client secret is missed in request.")]
    [InlineData("client_secret", "wrong", "invalid_client", "Client key or secret is incorrect.")]
    [InlineData("client_secret", " emulator-secret-not-for-production-00001", "invalid_client", "Client key or secret is incorrect.")]
    [InlineData("grant_type", null, "invalid_request", Malformed)]
    [InlineData("grant_type", "password", "unsupported_grant_type", "The grant type is not supported.")]
    [InlineData("code", null, "invalid_request", Malformed)]
    [InlineData("code", "unknown", "invalid_grant", "Authorization code is expired.")]
    [InlineData("redirect_uri", null, "invalid_request", Malformed)]
    [InlineData("redirect_uri", "http://localhost:5080/signin-tiktok/", "invalid_request", "Redirect_uri is not matched with the uri when requesting code.")]
    [InlineData("code_verifier", null, "invalid_request", "Code verifier or code challenge is invalid.")]
    [InlineData("code_verifier", "another", "invalid_request", "Code verifier or code challenge is invalid.")]
    public async Task A_bad_parameter_is_refused_inside_200_and_the_code_stays_good(string name, string? value, string error, string description)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();

        var refused = await peer.RedeemAsync(code, (name, value));
        var redeemed = await peer.RedeemAsync(code);

        Assert.Equal(200, refused.Status);
        Assert.Equal((error, description), refused.OAuthError);
        Assert.Matches("^[0-9]{14}[0-9A-F]{20}$", refused.String("log_id"));
        Assert.StartsWith("act.", redeemed.String("access_token"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid_client", 401, "client_secret")]
    [InlineData("invalid_grant", 400, "code")]
    public async Task Statuses_follow_the_RFC_when_switched(string error, int status, string wrong)
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync("/_emulator/profile", new { oauth_error_status = "rfc" });

        var refused = await peer.RedeemAsync(await peer.CodeAsync(), (wrong, "wrong"));

        Assert.Equal((status, error), (refused.Status, refused.String("error")));
    }

    [Fact]
    public async Task A_code_cannot_be_redeemed_twice()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();
        await peer.RedeemAsync(code);

        Assert.Equal(("invalid_grant", "Authorization code is expired."), (await peer.RedeemAsync(code)).OAuthError);
    }

    [Fact]
    public async Task Of_a_hundred_who_redeem_one_code_at_once_one_wins()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => peer.RedeemAsync(code)));

        Assert.Single(replies, reply => reply.Json.TryGetProperty("access_token", out _));
        Assert.Equal(99, replies.Count(reply => reply.Json.TryGetProperty("error", out var error) && error.GetString() == "invalid_grant"));
    }

    [Fact]
    public async Task Of_many_who_refresh_with_one_token_at_once_one_wins()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var tokens = await peer.SignInAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => peer.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)));

        Assert.Single(replies, reply => reply.Json.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_code_expires()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();

        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(300));

        Assert.Equal(("invalid_grant", "Authorization code is expired."), (await peer.RedeemAsync(code)).OAuthError);
    }

    [Fact]
    public async Task A_base64url_challenge_passes_authorize_and_fails_here()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync(("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));

        Assert.Equal(("invalid_request", "Code verifier or code challenge is invalid."), (await peer.RedeemAsync(code)).OAuthError);
    }

    [Fact]
    public async Task A_short_verifier_is_accepted()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync(("code_challenge", "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721")); // SHA-256 of abcdef

        Assert.True((await peer.RedeemAsync(code, ("code_verifier", "abcdef"))).Json.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_web_address_wants_no_challenge_ignores_a_lone_verifier_and_checks_a_challenge_it_got()
    {
        const string Web = "https://app.example/callback";
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { web = (string[])[Web] } });

        var without = await peer.CodeAsync(("redirect_uri", Web), ("code_challenge", null), ("code_challenge_method", null));
        var with = await peer.CodeAsync(("redirect_uri", Web));

        Assert.True((await peer.RedeemAsync(without, ("redirect_uri", Web))).Json.TryGetProperty("access_token", out _));
        Assert.Equal("invalid_request", (await peer.RedeemAsync(with, ("redirect_uri", Web), ("code_verifier", "x"))).String("error"));
        Assert.True((await peer.RedeemAsync(with, ("redirect_uri", Web))).Json.TryGetProperty("access_token", out _));
    }

    // null: no verifier is sent. The challenge is RFC 7636's base64url, as Auth.js, arctic and Nango send it.
    [Theory]
    [InlineData("lenient", null, true)]
    [InlineData("lenient", TikTokPeer.Verifier, true)]
    [InlineData("lenient", "another", false)]
    [InlineData("ignored", null, true)]
    [InlineData("ignored", "another", true)]
    [InlineData("required", null, false)]
    [InlineData("required", TikTokPeer.Verifier, true)]
    public async Task What_a_challenge_on_the_web_is_worth_can_be_switched(string webPkce, string? verifier, bool passes)
    {
        const string Web = "https://app.example/callback";
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { web = (string[])[Web] } });
        await peer.TikTok.PutAsync("/_emulator/profile", new { web_pkce = webPkce });
        var code = await peer.CodeAsync(("redirect_uri", Web), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));

        var reply = await peer.RedeemAsync(code, ("redirect_uri", Web), ("code_verifier", verifier));

        Assert.Equal(passes, reply.Json.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_malformed()
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var json = new StringContent("{\"client_key\":\"sbawplayground00001\"}", Encoding.UTF8, "application/json");
        using var broken = new StringContent("client_key=%zz", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var doubled = new StringContent("client_key=a&client_key=b", Encoding.UTF8, "application/x-www-form-urlencoded");

        foreach (var content in (StringContent[])[json, broken, doubled])
        {
            Assert.Equal(("invalid_request", Malformed), (await peer.SendAsync(HttpMethod.Post, "/v2/oauth/token/", content)).OAuthError);
        }
    }

    [Fact]
    public async Task Basic_authentication_is_not_looked_at()
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/oauth/token/");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{TikTokEmulator.SandboxClientKey}:{TikTokEmulator.ClientSecret}")));
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["client_key"] = TikTokEmulator.SandboxClientKey, ["grant_type"] = "client_credentials" });

        using var response = await peer.TikTok.Control.SendAsync(request);

        Assert.Contains("Client secret is missed in request.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_rotates_and_the_old_access_token_lives_on()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var tokens = await peer.SignInAsync();
        var old = tokens.GetProperty("refresh_token").GetString()!;

        var refreshed = await peer.RefreshAsync(old);
        var replayed = await peer.RefreshAsync(old);

        Assert.NotEqual(old, refreshed.String("refresh_token"));
        Assert.Equal(tokens.GetProperty("open_id").GetString(), refreshed.String("open_id"));
        Assert.Equal(("invalid_grant", "Refresh token is invalid or expired."), replayed.OAuthError);
        Assert.Equal(200, (await peer.UserInfoAsync(tokens.GetProperty("access_token").GetString(), "open_id")).Status);
        Assert.Equal(200, (await peer.UserInfoAsync(refreshed.String("access_token"), "open_id")).Status);
    }

    [Fact]
    public async Task In_the_legacy_profile_the_refresh_token_stays_and_its_time_runs_out()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync("/_emulator/profile", new { preset = "legacy" });
        var tokens = await peer.SignInAsync();
        var token = tokens.GetProperty("refresh_token").GetString()!;

        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromDays(100));
        var refreshed = await peer.RefreshAsync(token);
        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromDays(266));

        Assert.Equal(86_400, tokens.GetProperty("expires_in").GetInt64());
        Assert.Equal(31_536_000, tokens.GetProperty("refresh_expires_in").GetInt64());
        Assert.Equal(token, refreshed.String("refresh_token"));
        Assert.InRange(refreshed.Json.GetProperty("refresh_expires_in").GetInt64(), 264 * 86_400, 265 * 86_400);
        Assert.Equal("invalid_grant", (await peer.RefreshAsync(token)).String("error"));
    }

    [Fact]
    public async Task Client_credentials_give_a_token_that_speaks_for_no_person()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.PostAsync(
            "/v2/oauth/token/",
            ("client_key", TikTokEmulator.SandboxClientKey),
            ("client_secret", TikTokEmulator.ClientSecret),
            ("grant_type", "client_credentials"));

        Assert.Matches(@"^clt\.[A-Za-z0-9]{60}![0-9]{4}\.va$", reply.String("access_token"));
        Assert.Equal(["access_token", "expires_in", "token_type"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("access_token_invalid", (await peer.UserInfoAsync(reply.String("access_token"), "open_id")).ApiCode);
    }

    [Theory]
    [InlineData("POST", "/v2/oauth/token")]
    [InlineData("GET", "/v2/oauth/token/")]
    [InlineData("POST", "/v2/oauth/revoke")]
    [InlineData("POST", "/v2/user/info/")]
    [InlineData("GET", "/v2/user/info")]
    [InlineData("GET", "/v2/video/list/")]
    [InlineData("POST", "/v2/video/query")]
    [InlineData("GET", "/oauth/access_token/")]
    public async Task A_missing_slash_a_wrong_method_or_an_unknown_path_is_404(string method, string path)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal((404, "Unsupported path(Janus)"), (reply.Status, reply.Text));
    }
}
