using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Two brokers on one database, as behind a load balancer without stickiness: what one of them gave, both know, and nothing counts twice because it went to both.</summary>
public sealed class TwoNodeTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_may_go_through_another_node_at_every_step(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var atFirst = new Browser(nodes.First);
        using var atSecond = new Browser(nodes.Second.Address.Port, atFirst.Cookies);
        var callback = await atFirst.GoUntilAsync(SignInWorld.Authorize(("scope", "openid profile offline_access")), address => address.AbsolutePath == "/login/callback");
        var code = (await atSecond.StepAsync(callback.AbsoluteUri)).Query["code"];
        var tokens = await Nodes.RedeemAsync(nodes.First, code);
        Assert.Equal(200, tokens.Status);
        Assert.Equal(200, (await Nodes.UserInfoAsync(nodes.Second, tokens.Json.GetProperty("access_token").GetString()!)).Status); // the exchange succeeded

        var refreshed = await Nodes.RefreshAsync(nodes.Second, tokens.Json.GetProperty("refresh_token").GetString()!); // as above
        Assert.Equal(200, refreshed.Status);
        Assert.Equal(200, (await Nodes.RefreshAsync(nodes.First, refreshed.Json.GetProperty("refresh_token").GetString()!)).Status); // as above

        Assert.Contains("code", (await atFirst.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query.Keys);
        Assert.Contains("code", (await atSecond.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query.Keys);
        await atSecond.StepPostAsync("/oidc/logout/confirm", ("request", Logout.SignedIn.HandleOf(await atFirst.StepAsync("/oidc/logout"))), ("decision", "sign-out"));
        Assert.Equal("login_required", (await atFirst.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);

        Assert.Equal((await nodes.First.GetAsync("/.well-known/jwks.json")).Body, (await nodes.Second.GetAsync("/.well-known/jwks.json")).Body);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_06_A_hundred_redemptions_at_two_nodes_are_one(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var browser = new Browser(nodes.First);
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(index => Task.Run(() => Nodes.RedeemAsync(nodes.Of(index), code))));
        var won = Assert.Single(answers, answer => answer.Status == 200).Json;
        Assert.Equal(99, answers.Count(answer => answer.Status == 400 && answer.Error == "invalid_grant"));
        foreach (var node in nodes.Both)
        {
            Assert.Equal(401, (await Nodes.UserInfoAsync(node, won.GetProperty("access_token").GetString()!)).Status); // it won
            Assert.Equal("invalid_grant", (await Nodes.RefreshAsync(node, won.GetProperty("refresh_token").GetString()!)).Error); // as above
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_36_Two_hundred_refreshes_at_two_nodes_give_one_successor(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var browser = new Browser(nodes.First);
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        var token = (await Nodes.RedeemAsync(nodes.First, code)).Json.GetProperty("refresh_token").GetString()!; // offline access was asked for
        for (var round = 0; round < 3; round++)
        {
            var presented = token;
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(index => Task.Run(() => Nodes.RefreshAsync(nodes.Of(index), presented))));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
            token = Assert.Single(answers.Select(answer => answer.Json.GetProperty("refresh_token").GetString()!).Distinct()); // all succeeded
            nodes.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_02_Fifty_callbacks_at_two_nodes_are_one(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var atFirst = new Browser(nodes.First);
        using var atSecond = new Browser(nodes.Second.Address.Port, atFirst.Cookies);
        var callback = (await atFirst.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        var answers = await FiftyAsync(atFirst, atSecond, browser => browser.StepAsync(callback));
        Assert.Single(answers, answer => answer.Status == 302);
        Assert.Equal(49, answers.Count(answer => answer.Status == 400));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_request_that_was_pushed_to_one_node_is_answered_once_by_both(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var atFirst = new Browser(nodes.First);
        using var atSecond = new Browser(nodes.Second.Address.Port, atFirst.Cookies);
        await atFirst.GoAsync(SignInWorld.Authorize());
        var pushed = await nodes.First.PostAsync(
            "/oauth/par", Broker.Basic(The.Web, The.WebSecret), ("response_type", "code"), ("redirect_uri", SignInWorld.Callback), ("scope", "openid"), ("state", "pushed"));
        Assert.Equal(201, pushed.Status);
        var front = $"/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}"; // it was created
        var answers = await FiftyAsync(atFirst, atSecond, browser => browser.StepAsync(front));
        Assert.Single(answers, answer => answer.Status == 302 && answer.Query.ContainsKey("code"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_fifty_answers_to_one_consent_page_at_two_nodes_one_gets_a_code(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var atFirst = new Browser(nodes.First);
        using var atSecond = new Browser(nodes.Second.Address.Port, atFirst.Cookies);
        var page = await atFirst.GoAsync(SignInWorld.Authorize(("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb")));
        var handle = Logout.SignedIn.HandleOf(page);
        var answers = await FiftyAsync(atFirst, atSecond, browser => browser.StepPostAsync("/consent", ("request", handle), ("decision", "allow")));
        Assert.Single(answers, answer => answer.Status == 303);
        Assert.Equal(49, answers.Count(answer => answer.Status == 400));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_57_The_ring_is_shared_outlives_a_restart_and_nothing_long_lived_hangs_on_it(string engine)
    {
        await using var nodes = await Nodes.StartAsync(engine);
        using var browser = new Browser(nodes.First);
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        var token = (await Nodes.RedeemAsync(nodes.First, code)).Json.GetProperty("refresh_token").GetString()!; // offline access was asked for
        var box = nodes.First.Get<IDataProtectionProvider>().CreateProtector("test").Protect("hello");
        Assert.Equal("hello", nodes.Second.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(box));

        var lost = await nodes.First.Get<IWriteDoor>().WriteAsync(context => context.SealedSettings.Where(row => row.Name.StartsWith("data-protection/")).ExecuteDeleteAsync(), CancellationToken.None);
        Assert.True(lost > 0);
        await nodes.RestartAsync();
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => nodes.First.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(box));
        Assert.Equal(200, (await Nodes.RefreshAsync(nodes.First, token)).Status);
        using var again = new Browser(nodes.First.Address.Port, browser.Cookies);
        Assert.Contains("code", (await again.GoAsync(SignInWorld.Authorize(("scope", "openid"), ("prompt", "none")))).Query.Keys);
    }

    /// <summary>The same step fifty times at once, by the one person's browser at either node.</summary>
    private static Task<Answer[]> FiftyAsync(Browser atFirst, Browser atSecond, Func<Browser, Task<Answer>> step) =>
        Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() => step(index % 2 == 0 ? atFirst : atSecond))));
}
