using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokgate.Emulator;
using Tokgate.TestKit;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Tests;

/// <summary>AddDouyin() beside the emulator's Douyin, and what it refuses at start.</summary>
public sealed class DouyinTests(DouyinApplication application) : IClassFixture<DouyinApplication>
{
    [Fact]
    public async Task A_person_signs_in_with_claims_and_tokens_of_Douyin()
    {
        await application.Emulator.ConsentAsync("creator_full", ["user_info"]);
        using var browser = new BrowserWalker();

        var me = await MeAsync(browser);

        var claims = me["claims"]!.AsObject();
        Assert.StartsWith("_000", Single(claims, ClaimTypes.NameIdentifier), StringComparison.Ordinal);
        Assert.Equal("Camille Full", Single(claims, ClaimTypes.Name));
        Assert.NotEmpty(Single(claims, DouyinClaimTypes.UnionId));
        Assert.NotEmpty(Single(claims, DouyinClaimTypes.Picture));
        Assert.Equal("Camille Full!", Single(claims, "mapped"));
        Assert.False(claims.ContainsKey(DouyinClaimTypes.BusinessRole));
        Assert.Equal(("user_info", "friend_relation"), (Single(claims, DouyinClaimTypes.Scope), Single(claims, DouyinClaimTypes.RefusedScope)));
        var tokens = me["tokens"]!.AsObject();
        Assert.StartsWith("act.", tokens[TikTokTokenNames.AccessToken]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("rft.", tokens[TikTokTokenNames.RefreshToken]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(tokens[TikTokTokenNames.RefreshExpiresAt]);
    }

    [Fact]
    public async Task A_person_without_a_union_id_signs_in_without_one()
    {
        await application.Emulator.ConsentAsync("creator_sparse");
        using var browser = new BrowserWalker();

        Assert.False((await MeAsync(browser))["claims"]!.AsObject().ContainsKey(DouyinClaimTypes.UnionId));
    }

    [Fact]
    public async Task A_refusal_comes_with_Douyins_number_and_in_TikToks_words()
    {
        await application.Emulator.ConsentAsync("creator_full");
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "douyin_token", kind = "body", body = """{"data":{"description":"x","error_code":10013,"log_id":"L9"},"message":"error"}""" });
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, "/login"));

        Assert.Equal((HttpStatusCode.BadRequest, "TTK2003|invalid_client|10013|L9"), (page.Status, page.Body));
    }

    [Fact]
    public async Task A_cancel_is_access_denied_and_silence_is_told_as_Douyins()
    {
        await application.Emulator.DenyConsentAsync();
        using var browser = new BrowserWalker();
        Assert.Equal("denied", (await browser.GetAsync(new Uri(application.Address, "/login"))).Body);

        await application.Emulator.ConsentAsync("creator_full");
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "douyin_userinfo", kind = "html", count = 3 });
        Assert.Equal("TTK2004|||", (await browser.GetAsync(new Uri(application.Address, "/login"))).Body);
    }

    [Fact]
    public async Task A_callback_that_this_browser_did_not_begin_signs_nobody_in()
    {
        await application.Emulator.ConsentAsync("creator_full");
        using var victim = new BrowserWalker();
        using var attacker = new BrowserWalker();
        var callback = await attacker.FollowUntilAsync(new Uri(application.Address, "/login"), address => address.AbsolutePath == DouyinDefaults.CallbackPath);

        Assert.Equal("TTK2005|||", (await victim.GetAsync(callback)).Body);
    }

    [Theory]
    [InlineData("DOUYIN_CLIENT_KEY", "Development")]
    [InlineData("DOUYIN_CLIENT_SECRET", "Development")]
    [InlineData("UsePkce", "Development")]
    [InlineData("Endpoints points at this machine", "Production")]
    [InlineData("the emulator's published one", "Production")]
    public async Task What_cannot_work_is_named_at_start(string problem, string environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        if (environment == "Production")
        {
            builder.Configuration.AddInMemoryCollection([new("DOUYIN_CLIENT_KEY", "awkey"), new("DOUYIN_CLIENT_SECRET", TikTokEmulator.ClientSecret)]);
        }

        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddDouyin(options =>
        {
            options.UsePkce = environment == "Development";
            options.Endpoints = environment == "Production" ? DouyinEndpoints.At(new Uri("http://localhost:5082")) : DouyinEndpoints.Default;
        });
        await using var app = builder.Build();

        Assert.Contains(problem, (await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync())).Message, StringComparison.Ordinal);
    }

    private async Task<JsonNode> MeAsync(BrowserWalker browser)
    {
        var page = await browser.GetAsync(new Uri(application.Address, "/login"));
        Assert.True(page.Status == HttpStatusCode.OK, $"{page.Address.AbsolutePath} answered {page.Status}: {page.Body}");
        return JsonNode.Parse(page.Body) ?? throw new InvalidOperationException("null");
    }

    private static string Single(JsonObject claims, string type) => Assert.Single(claims[type]!.AsArray())!.GetValue<string>();
}
