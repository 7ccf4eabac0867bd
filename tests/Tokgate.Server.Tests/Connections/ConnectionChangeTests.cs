using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tokgate.Emulator;
using Tokgate.Server.Connections;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Connections;

/// <summary>What browsers and TikTok see of a connection that is changed while the broker serves.</summary>
public sealed class ConnectionChangeTests
{
    [Fact]
    public async Task Parameters_of_a_connection_and_of_the_request_reach_TikTok_and_ours_stand()
    {
        await using var world = await SignInWorld.StartAsync();
        await world.Broker.ChangeConnectionAsync(config => config with
        {
            UpstreamParams = new Dictionary<string, UpstreamParam>
            {
                ["client_key"] = new(TikTokEmulator.ProductionClientKey, null),
                ["campaign"] = new("spring & more", null),
                ["lang"] = new(null, "ui_locales"),
                ["hint"] = new(null, "login_hint"),
                ["screen"] = new(null, "display"),
                ["from"] = new(null, "client_id"),
                ["again"] = new(null, "prompt"),
                ["age"] = new(null, "max_age"),
            },
        });
        using var browser = world.NewBrowser();
        var sent = (await browser.StepAsync(SignInWorld.Authorize(("ui_locales", "ja"), ("login_hint", "zoe&state=x"), ("prompt", "login"), ("max_age", "60")))).Query;
        Assert.Equal("spring & more", sent["campaign"]);
        Assert.Equal("ja", sent["lang"]);
        Assert.Equal("zoe&state=x", sent["hint"]);
        Assert.Equal(The.Web, sent["from"]);
        Assert.Equal("login", sent["again"]);
        Assert.Equal("60", sent["age"]);
        Assert.False(sent.ContainsKey("screen"));
        Assert.Equal(TikTokEmulator.ProductionClientKey, sent["client_key"]);
        Assert.Equal("1", sent["disable_auto_auth"]);
        Assert.StartsWith("tgu_", sent["state"], StringComparison.Ordinal);

        using var other = world.NewBrowser();
        var end = await other.GoAsync(SignInWorld.Authorize());
        Assert.NotNull(end.Query["code"]);
    }

    [Fact]
    public async Task Rfc9126_A_pushed_request_brings_its_hints_along_and_the_row_of_the_sign_in_does_not_keep_them()
    {
        await using var world = await SignInWorld.StartAsync();
        await world.Broker.ChangeConnectionAsync(config => config with { UpstreamParams = new Dictionary<string, UpstreamParam> { ["hint"] = new(null, "login_hint") } });
        var pushed = await world.Broker.PostAsync(
            "/oauth/par", Broker.Basic(The.Web, The.WebSecret), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("login_hint", "zoe-the-hinted"));
        var uri = Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!); // it was accepted
        using var browser = world.NewBrowser();
        var sent = await browser.StepAsync($"/authorize?client_id={The.Web}&request_uri={uri}");
        Assert.Equal("zoe-the-hinted", sent.Query["hint"]);
        await using var context = world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        Assert.DoesNotContain("zoe-the-hinted", Assert.Single(context.PendingSignIns.ToList()).Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_fields_of_a_connection_are_asked_for()
    {
        await using var world = await SignInWorld.StartAsync();
        await world.Broker.ChangeConnectionAsync(config => config with { Fields = ["display_name", "username"], JoinsByUnionId = true });
        using var browser = world.NewBrowser();
        Assert.NotNull((await browser.GoAsync(SignInWorld.Authorize())).Query["code"]);
        var asked = Assert.Single((await world.TikTok.ReadRequestsAsync()).EnumerateArray(), request => request.GetProperty("path").GetString() == "/v2/user/info/");
        Assert.Equal("display_name,open_id,union_id,username", string.Join(',', asked.GetProperty("query").GetProperty("fields").GetString()!.Split(',').Order(StringComparer.Ordinal))); // it was sent
    }

    [Fact]
    public async Task T_41_A_connection_that_is_switched_off_is_not_offered_and_finishes_nothing()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var under = (await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = false });

        var named = await browser.StepAsync(SignInWorld.Authorize(("connection", "tiktok")));
        Assert.Equal("invalid_request", named.Query["error"]);
        Assert.StartsWith("TTK3310", named.Query["error_description"], StringComparison.Ordinal);
        Assert.Equal(503, (await browser.StepAsync(SignInWorld.Authorize())).Status);
        var page = await browser.StepAsync(under);
        Assert.Equal(403, page.Status);
        Assert.Contains("TTK3310", page.Body, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("tokgate-session"));
        Assert.Equal(503, (await browser.StepPostAsync("/account/sign-in", ("connection", "tiktok"))).Status);

        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = true });
        Assert.NotNull((await browser.GoAsync(SignInWorld.Authorize(("connection", "tiktok")))).Query["code"]);
    }

    [Fact]
    public async Task A_sign_in_that_began_with_one_app_ends_with_it_when_another_becomes_live()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var under = (await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        await world.Broker.ChangeConnectionAsync(config => config with
        {
            Apps = [.. config.Apps, new TikTokAppConfig(TikTokEmulator.SandboxClientKey) { ClientSecret = Tokgate.TikTok.ClientSecret.From(TikTokEmulator.ClientSecret), Address = world.TikTok.BaseAddress }],
            LiveApp = TikTokEmulator.SandboxClientKey,
        });
        Assert.NotNull((await browser.StepAsync(under)).Query["code"]);
        using var other = world.NewBrowser();
        Assert.Equal(TikTokEmulator.SandboxClientKey, (await other.StepAsync(SignInWorld.Authorize())).Query["client_key"]);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Another_node_follows_within_ten_seconds(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        await nodes.First.ChangeConnectionAsync(config => config with { UpstreamParams = new Dictionary<string, UpstreamParam> { ["x"] = new("1", null) } });
        Assert.Equal("1", (await nodes.First.GetAsync(SignInWorld.Authorize())).Query["x"]);
        Assert.False((await nodes.Second.GetAsync(SignInWorld.Authorize())).Query.ContainsKey("x"));
        await nodes.Second.Get<ConnectionDirectory>().RefreshIfChangedAsync(CancellationToken.None);
        Assert.Equal("1", (await nodes.Second.GetAsync(SignInWorld.Authorize())).Query["x"]);

        var (store, directory) = (nodes.First.Get<IConnectionStore>(), nodes.First.Get<ConnectionDirectory>());
        Assert.Equal(ConnectionWrite.Done, await store.DeleteAsync(directory.Find("tiktok")!.Config, [], CancellationToken.None)); // declared
        await nodes.Second.Get<ConnectionDirectory>().RefreshIfChangedAsync(CancellationToken.None);
        Assert.Null(nodes.Second.Get<ConnectionDirectory>().Find("tiktok"));

        // What looks, and how often: no timer runs by the clock of the tests.
        Assert.Single(nodes.Second.Services.GetServices<IHostedService>().OfType<ConnectionHostedService>());
        Assert.InRange(ConnectionHostedService.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9));
    }
}
