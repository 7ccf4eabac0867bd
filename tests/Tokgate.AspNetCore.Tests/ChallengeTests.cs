using System.Net;
using System.Web;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

public sealed class ChallengeTests
{
    [Fact]
    public async Task The_browser_is_sent_to_TikTok_with_its_own_names_and_commas()
    {
        await using var application = await TestApplication.StartAsync(scopes: ["user.info.profile", "video.list"]);

        var address = await application.ChallengeAsync();
        var query = HttpUtility.ParseQueryString(address.Query);

        Assert.Equal("/v2/auth/authorize/", address.AbsolutePath);
        Assert.Equal(TestApplication.ClientKey, query["client_key"]);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal("user.info.basic,user.info.profile,video.list", query["scope"]);
        Assert.Equal(new Uri(application.Address, "/signin-tiktok").AbsoluteUri, query["redirect_uri"]);
        Assert.NotEmpty(query["state"]!);
        Assert.Null(query["client_id"]);
        Assert.Null(query["disable_auto_auth"]);
        Assert.DoesNotContain(TestApplication.ClientSecretText, address.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loopback_redirect_uri_gets_a_fresh_hex_challenge_each_time()
    {
        await using var application = await TestApplication.StartAsync();

        var first = HttpUtility.ParseQueryString((await application.ChallengeAsync()).Query);
        var second = HttpUtility.ParseQueryString((await application.ChallengeAsync()).Query);

        Assert.Equal("S256", first["code_challenge_method"]);
        Assert.Matches("^[0-9a-f]{64}$", first["code_challenge"]);
        Assert.NotEqual(first["code_challenge"], second["code_challenge"]);
        Assert.NotEqual(first["state"], second["state"]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task An_https_redirect_uri_gets_a_challenge_only_when_asked(bool usePkce, bool expected)
    {
        await using var application = await TestApplication.StartAsync(options => options.UsePkce = usePkce);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(application.Address, "/login-as-https"));

        using var response = await client.SendAsync(request);
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);

        Assert.Equal("https://app.example/signin-tiktok", query["redirect_uri"]);
        Assert.Equal(expected, query["code_challenge"] is not null);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?disable=true", "1")]
    [InlineData("?disable=false", "0")]
    [InlineData("?prompt=login", "1")]
    [InlineData("?prompt=consent", "1")]
    [InlineData("?prompt=select_account", "1")]
    [InlineData("?prompt=login%20consent", "1")]
    [InlineData("?prompt=login&disable=false", "0")]
    public async Task Disable_auto_auth_follows_the_challenge(string query, string? expected)
    {
        await using var application = await TestApplication.StartAsync();

        var address = await application.ChallengeAsync(query);

        Assert.Equal(expected, HttpUtility.ParseQueryString(address.Query)["disable_auto_auth"]);
    }

    [Fact]
    public async Task Disable_auto_auth_can_be_the_schemes_default()
    {
        await using var application = await TestApplication.StartAsync(options => options.DisableAutoAuth = true);

        Assert.Equal("1", HttpUtility.ParseQueryString((await application.ChallengeAsync()).Query)["disable_auto_auth"]);
        Assert.Equal("0", HttpUtility.ParseQueryString((await application.ChallengeAsync("?disable=false")).Query)["disable_auto_auth"]);
    }

    [Fact]
    public async Task A_challenge_can_ask_for_other_scopes_a_language_and_what_TikTok_may_add()
    {
        await using var application = await TestApplication.StartAsync(options => options.AdditionalAuthorizationParameters["from"] = "web & more");

        var query = HttpUtility.ParseQueryString((await application.ChallengeAsync("?scope=user.info.stats&lang=de")).Query);

        Assert.Equal("user.info.stats", query["scope"]);
        Assert.Equal("de", query["lang"]);
        Assert.Equal("web & more", query["from"]);
    }

    [Theory]
    [InlineData("?prompt=none", "TTK2007")]
    [InlineData("?prompt=login%20none", "TTK2007")]
    [InlineData("?prompt=nonsense", "TTK2007")]
    public async Task A_prompt_that_TikTok_cannot_honour_is_refused_before_the_redirect(string query, string errorId)
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();

        using var response = await browser.StepAsync(new Uri(application.Address, "/login" + query));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(errorId, application.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_uri_that_TikTok_would_refuse_is_refused_before_the_redirect()
    {
        await using var application = await TestApplication.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(application.Address, "/login"));
        request.Headers.Host = "app.internal";

        using var response = await client.SendAsync(request);

        Assert.Null(response.Headers.Location);
        Assert.Contains("TTK2002", application.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("http://app.internal/signin-tiktok", application.Logs.Text, StringComparison.Ordinal);
    }
}
