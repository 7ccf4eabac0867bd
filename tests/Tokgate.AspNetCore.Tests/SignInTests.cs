using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

public sealed class SignInTests
{
    private static readonly string[] s_allScopes = ["user.info.profile", "user.info.stats", "video.list"];

    [Fact]
    public async Task Every_field_becomes_its_documented_claim()
    {
        await using var application = await TestApplication.StartAsync(scopes: s_allScopes);
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.StartsWith("-000", Single(claims, ClaimTypes.NameIdentifier), StringComparison.Ordinal);
        Assert.NotEmpty(Single(claims, TikTokClaimTypes.UnionId));
        Assert.NotEmpty(Single(claims, ClaimTypes.Name));
        Assert.Equal("creator_full", Single(claims, TikTokClaimTypes.Username));
        Assert.Equal("true", Single(claims, TikTokClaimTypes.IsVerified));
        foreach (var type in new[] { TikTokClaimTypes.Picture, TikTokClaimTypes.AvatarUrl100, TikTokClaimTypes.AvatarLargeUrl, TikTokClaimTypes.Bio, TikTokClaimTypes.ProfileDeepLink })
        {
            Assert.NotEmpty(Single(claims, type));
        }

        foreach (var type in new[] { TikTokClaimTypes.FollowerCount, TikTokClaimTypes.FollowingCount, TikTokClaimTypes.LikesCount, TikTokClaimTypes.VideoCount })
        {
            Assert.True(long.TryParse(Single(claims, type), out _), type);
        }
    }

    [Fact]
    public async Task A_sparse_person_signs_in_without_the_claims_that_TikTok_left_out()
    {
        await using var application = await TestApplication.StartAsync(scopes: s_allScopes);
        await application.Control.ConsentAsync("creator_sparse");
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.NotEmpty(Single(claims, ClaimTypes.NameIdentifier));
        Assert.False(claims.ContainsKey(TikTokClaimTypes.UnionId));
        Assert.False(claims.ContainsKey(TikTokClaimTypes.Bio));
        Assert.EndsWith(" ", Single(claims, ClaimTypes.Name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("creator_full")]
    [InlineData("creator_sparse")]
    [InlineData("basic_only")]
    public async Task Nobody_gets_an_email_claim(string username)
    {
        await using var application = await TestApplication.StartAsync(scopes: s_allScopes);
        await application.Control.ConsentAsync(username);
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.DoesNotContain(claims, claim => claim.Key.Contains("email", StringComparison.OrdinalIgnoreCase) || claim.Value!.ToJsonString().Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_scopes_are_visible_and_their_fields_are_not_asked_for()
    {
        await using var application = await TestApplication.StartAsync(scopes: s_allScopes);
        await application.Control.ConsentAsync("creator_full", ["user.info.basic", "user.info.stats"]);
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.Equal(["user.info.basic", "user.info.stats"], Values(claims, TikTokClaimTypes.Scope).Order());
        Assert.Equal(["user.info.profile", "video.list"], Values(claims, TikTokClaimTypes.RefusedScope).Order());
        Assert.False(claims.ContainsKey(TikTokClaimTypes.Username));
        Assert.True(claims.ContainsKey(TikTokClaimTypes.FollowerCount));
    }

    [Fact]
    public async Task Only_the_wanted_fields_are_asked_for()
    {
        await using var application = await TestApplication.StartAsync(options => options.Fields.Add("display_name"), s_allScopes);
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.NotEmpty(Single(claims, ClaimTypes.Name));
        Assert.NotEmpty(Single(claims, ClaimTypes.NameIdentifier));
        Assert.False(claims.ContainsKey(TikTokClaimTypes.Picture));
    }

    [Fact]
    public async Task MapProfile_changes_the_claims()
    {
        await using var application = await TestApplication.StartAsync(options => options.MapProfile = profile =>
        {
            profile.SetClaim(ClaimTypes.Name, profile.User.DisplayName + "!");
            profile.SetClaim(TikTokClaimTypes.Picture, null);
            profile.SetClaim("granted", profile.GrantedScopes.ToString());
        });
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.EndsWith("!", Single(claims, ClaimTypes.Name), StringComparison.Ordinal);
        Assert.False(claims.ContainsKey(TikTokClaimTypes.Picture));
        Assert.Equal("user.info.basic", Single(claims, "granted"));
    }

    [Fact]
    public async Task Every_token_field_is_saved_when_asked()
    {
        await using var application = await TestApplication.StartAsync(options => options.SaveTokens = true);
        using var browser = new BrowserWalker();

        var page = await application.SignInAsync(browser);
        var tokens = JsonNode.Parse(page.Body)!["tokens"]!.AsObject();

        Assert.StartsWith("act.", Text(tokens, TikTokTokenNames.AccessToken), StringComparison.Ordinal);
        Assert.StartsWith("rft.", Text(tokens, TikTokTokenNames.RefreshToken), StringComparison.Ordinal);
        Assert.Equal("Bearer", Text(tokens, TikTokTokenNames.TokenType));
        Assert.Equal("user.info.basic", Text(tokens, TikTokTokenNames.Scope));
        Assert.StartsWith("-000", Text(tokens, TikTokTokenNames.OpenId), StringComparison.Ordinal);
        var now = application.Clock.GetUtcNow();
        Assert.Equal(TimeSpan.FromHours(2), DateTimeOffset.Parse(Text(tokens, TikTokTokenNames.ExpiresAt), null) - now);
        Assert.Equal(TimeSpan.FromDays(180), DateTimeOffset.Parse(Text(tokens, TikTokTokenNames.RefreshExpiresAt), null) - now);
    }

    [Fact]
    public async Task No_token_is_saved_unless_asked()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();

        var page = await application.SignInAsync(browser);

        Assert.Empty(JsonNode.Parse(page.Body)!["tokens"]!.AsObject());
    }

    [Fact]
    public async Task A_handler_on_the_back_channel_can_adjust_requests()
    {
        using var handler = new LanguageHandler();
        await using var application = await TestApplication.StartAsync(options => options.BackchannelHttpHandler = handler);
        using var browser = new BrowserWalker();

        await ClaimsAsync(await application.SignInAsync(browser));

        Assert.Equal(["/v2/oauth/token/", "/v2/user/info/"], handler.Paths);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Eevil\u202C \u2066mixed\u2069")]
    [InlineData("👩‍👩‍👧‍👦 trailing  ")]
    [InlineData("\"quoted\\ & <b>bold</b>")]
    public async Task Hostile_display_names_arrive_unchanged_as_a_claim(string name)
    {
        await using var application = await TestApplication.StartAsync();
        await application.Control.PutAsync("/_emulator/users/hostile", new { username = "hostile", display_name = name });
        await application.Control.ConsentAsync("hostile");
        using var browser = new BrowserWalker();

        var claims = await ClaimsAsync(await application.SignInAsync(browser));

        Assert.Equal(name, Single(claims, ClaimTypes.Name));
    }

    [Fact]
    public async Task Nothing_secret_stands_in_the_log_or_in_an_address_after_the_callback()
    {
        await using var application = await TestApplication.StartAsync(options => options.SaveTokens = true, s_allScopes);
        using var browser = new BrowserWalker();

        var page = await application.SignInAsync(browser);
        var tokens = JsonNode.Parse(page.Body)!["tokens"]!.AsObject();
        var callback = browser.Trail.Single(address => address.AbsolutePath == "/signin-tiktok");
        var code = System.Web.HttpUtility.ParseQueryString(callback.Query)["code"]!;

        foreach (var canary in new[] { TestApplication.ClientSecretText, Text(tokens, "access_token"), Text(tokens, "refresh_token"), code })
        {
            Assert.DoesNotContain(canary, application.Logs.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(browser.Trail, address => address != callback && Uri.UnescapeDataString(address.Query).Contains(canary, StringComparison.Ordinal));
        }
    }

    private static Task<JsonObject> ClaimsAsync(BrowserPage page)
    {
        Assert.True(page.Status == HttpStatusCode.OK, $"{page.Address.AbsolutePath} answered {page.Status}: {page.Body}");
        return Task.FromResult(JsonNode.Parse(page.Body)!["claims"]!.AsObject());
    }

    private static IEnumerable<string> Values(JsonObject claims, string type) => claims[type]!.AsArray().Select(value => value!.GetValue<string>());

    private static string Single(JsonObject claims, string type) => Assert.Single(Values(claims, type));

    private static string Text(JsonObject tokens, string name) => tokens[name]!.GetValue<string>();

    private sealed class LanguageHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.AcceptLanguage.ParseAdd("ja");
            Paths.Add(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
