using System.Text.Json.Nodes;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.ConnectedAccounts;

/// <summary>T-38, T-39: nobody's account is connected to anybody who did not begin it, just now, here.</summary>
public sealed class ForcedLinkTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Fact]
    public async Task T_39_A_link_works_in_the_first_browser_that_opened_it_and_in_no_other()
    {
        await using var world = await ConnectWorld.StartAsync();
        var begun = await BeginAsync(world);
        using var first = world.World.NewBrowser();
        using var thief = world.World.NewBrowser();
        Assert.Equal(200, (await first.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}")).Status);

        var refused = await thief.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}");
        Assert.Equal((400, "TTK3361"), (refused.Status, ConnectWorld.ShownBy(refused)));
        Assert.Equal("TTK3361", ConnectWorld.ShownBy(await thief.PostAsync("/connect", ("ticket", ConnectWorld.TicketOf(begun)))));
        Assert.NotNull((await world.WalkAsync(first, begun)).Query["connect_code"]);
    }

    [Fact]
    public async Task T_39_TikToks_answer_in_another_browser_connects_nothing()
    {
        await using var world = await ConnectWorld.StartAsync();
        var begun = await BeginAsync(world);
        using var attacker = world.World.NewBrowser();
        using var victim = world.World.NewBrowser();
        await attacker.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}");
        var atTikTok = (await attacker.StepPostAsync("/connect", ("ticket", ConnectWorld.TicketOf(begun)))).Headers["Location"];
        var callback = await attacker.GoUntilAsync(atTikTok, static address => address.AbsolutePath == "/login/callback");

        Assert.Equal("TTK3361", ConnectWorld.ShownBy(await victim.GoAsync(callback.PathAndQuery)));
        Assert.Equal("TTK3360", ConnectWorld.ShownBy(await attacker.GoAsync(callback.PathAndQuery))); // spent
    }

    [Fact]
    public async Task T_39_Where_somebody_signed_in_here_it_must_be_their_browser_and_their_session()
    {
        await using var world = await ConnectWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var token = await world.SignInAsync(browser);
        using var somebodyElse = world.World.NewBrowser();
        await world.SignInAsync(somebodyElse, "basic_only");
        using var nobody = world.World.NewBrowser();
        Assert.Equal("TTK3361", ConnectWorld.ShownBy(await somebodyElse.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(await world.ConnectAsync(token))}")));
        Assert.Equal("TTK3361", ConnectWorld.ShownBy(await nobody.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(await world.ConnectAsync(token))}")));
    }

    [Fact]
    public async Task T_39_A_session_that_ended_at_TikToks_page_connects_nothing()
    {
        await using var world = await ConnectWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var begun = await world.ConnectAsync(await world.SignInAsync(browser));
        await browser.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}");
        var atTikTok = (await browser.StepPostAsync("/connect", ("ticket", ConnectWorld.TicketOf(begun)))).Headers["Location"];
        var page = await browser.GoAsync("/account");
        await browser.PostAsync("/account/sessions/end-all", ("token", page.FormToken));

        Assert.Equal("TTK3361", ConnectWorld.ShownBy(await browser.GoAsync(atTikTok)));
    }

    [Theory]
    [InlineData("auth_session")]
    [InlineData("connect_code")]
    [InlineData("redirect_uri")]
    [InlineData("code_verifier")]
    [InlineData("external_user_id")]
    public async Task T_39_To_complete_takes_everything_that_it_was_begun_with_and_one_try_is_all(string changed)
    {
        await using var world = await ConnectWorld.StartAsync();
        var token = await world.MachineTokenAsync();
        var begun = await BeginAsync(world);
        using var browser = world.World.NewBrowser();
        var code = (await world.WalkAsync(browser, begun)).Query["connect_code"];
        var others = await BeginAsync(world);
        JsonNode? wrong = changed switch
        {
            "auth_session" => others.Member("auth_session"),
            "connect_code" => code[..^1] + (code[^1] == 'A' ? 'E' : 'A'),
            "redirect_uri" => "https://app.example/cb",
            "code_verifier" => SignInWorld.Challenge,
            _ => "bob",
        };

        Assert.Equal("invalid_grant", (await world.CompleteAsync(token, begun, code, ("external_user_id", "alice"), (changed, wrong))).Error);
        var second = await world.CompleteAsync(token, begun, code, ("external_user_id", "alice"));

        // Whoever has neither handle nor code spends nothing by guessing; whoever has both had their try.
        Assert.Equal(changed is "auth_session" or "connect_code" ? 201 : 400, second.Status);
    }

    [Fact]
    public async Task T_39_Another_session_of_the_same_person_and_another_application_complete_nothing()
    {
        await using var world = await ConnectWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        using var otherBrowser = world.World.NewBrowser();
        var token = await world.SignInAsync(browser);
        var otherSession = await world.SignInAsync(otherBrowser);
        var otherShop = await world.SignInAsync(otherBrowser, client: "other-shop");
        foreach (var thief in (string[])[otherSession, otherShop])
        {
            var begun = await world.ConnectAsync(token);
            var code = (await world.WalkAsync(browser, begun)).Query["connect_code"];
            Assert.Equal("invalid_grant", (await world.CompleteAsync(thief, begun, code)).Error);
        }

        Assert.Single(await world.AccountsAsync(token));
    }

    [Fact]
    public async Task T_38_Whoever_signed_in_too_long_ago_signs_in_again_first()
    {
        await using var world = await ConnectWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var token = await world.SignInAsync(browser);
        var page = await browser.GoAsync("/account");
        var form = page.FormToken;
        world.Broker.Time.Advance(TimeSpan.FromMinutes(11));

        var refused = await world.ConnectAsync(token);
        Assert.Equal((401, "insufficient_user_authentication"), (refused.Status, refused.Error));
        Assert.Contains("max_age=\"600\"", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);

        await world.World.TikTok.ConsentAsync("basic_only");
        var sent = await browser.StepPostAsync("/account/connections/connect", ("token", form), ("connection", "tiktok"));
        Assert.Contains("state=tgu_", sent.Headers["Location"], StringComparison.Ordinal); // a sign-in's state, no link's
        var machine = await world.MachineTokenAsync();
        var now = world.Broker.Time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var at in (JsonNode?[])[null, now - 601, now + 60])
        {
            Assert.Equal("insufficient_user_authentication", (await world.ConnectAsync(machine, ("external_user_id", "alice"), ("auth_time", at))).Error);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_complete_at_once_one_connects(string engine)
    {
        await using var world = await ConnectWorld.StartAsync(engine);
        var token = await world.MachineTokenAsync();
        var begun = await BeginAsync(world);
        using var browser = world.World.NewBrowser();
        var code = (await world.WalkAsync(browser, begun)).Query["connect_code"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.CompleteAsync(token, begun, code, ("external_user_id", "alice"))));
        Assert.Equal(1, answers.Count(static answer => answer.Status == 201));
        Assert.All(answers.Where(static answer => answer.Status != 201), static answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused_with_what_is_wrong()
    {
        await using var world = await ConnectWorld.StartAsync();
        var token = await world.MachineTokenAsync();
        var now = (JsonNode)world.Broker.Time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (name, value, error, told) in ((string, JsonNode?, string, string)[])
        [
            ("connection", "nowhere", "invalid_target", "connection"),
            ("redirect_uri", "https://evil.example/", "invalid_request", "redirect_uri"),
            ("code_challenge", null, "invalid_request", "code_challenge"),
            ("code_challenge_method", "plain", "invalid_request", "code_challenge"),
            ("scopes", "video.list", "invalid_scope", "scopes"),
            ("scopes", new JsonArray("video.publish"), "invalid_scope", "video.publish"),
            ("external_user_id", null, "invalid_request", "external_user_id"),
            ("external_user_id", new string('a', 256), "invalid_request", "external_user_id"),
        ])
        {
            var answer = await world.ConnectAsync(token, ("external_user_id", "alice"), ("auth_time", now.DeepClone()), (name, value));
            Assert.Equal(error, answer.Error);
            Assert.Contains(told, answer.Member("error_description"), StringComparison.Ordinal);
        }

        Assert.Equal("insufficient_scope", (await world.ConnectAsync(await world.MachineTokenAsync("reader"), ("external_user_id", "alice"), ("auth_time", now.DeepClone()))).Error);
        Assert.Equal(401, (await world.ConnectAsync("no.token.atall")).Status);
    }

    [Fact]
    public async Task A_connection_that_is_not_for_accounts_connects_none()
    {
        await using var world = await ConnectWorld.StartAsync(isForAccounts: false);
        var answer = await BeginAsync(world);
        Assert.Equal("invalid_target", answer.Error);
        Assert.Contains("TTK3362", answer.Member("error_description"), StringComparison.Ordinal);
        using var browser = world.World.NewBrowser();
        await world.SignInAsync(browser);
        Assert.DoesNotContain("data-testid=\"connect-account\"", (await browser.GoAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_expires_and_an_open_person_s_token_is_not_for_somebody_else()
    {
        await using var world = await ConnectWorld.StartAsync();
        var begun = await BeginAsync(world);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(16));
        using var browser = world.World.NewBrowser();
        Assert.Equal("TTK3360", ConnectWorld.ShownBy(await browser.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}")));

        var token = await world.SignInAsync(browser);
        Assert.Equal("invalid_request", (await world.ConnectAsync(token, ("external_user_id", "bob"))).Error);
        Assert.Equal(400, (await world.SendAsync(HttpMethod.Get, "accounts?external_user_id=bob", token)).Status);
    }

    private static async Task<Answer> BeginAsync(ConnectWorld world) =>
        await world.ConnectAsync(await world.MachineTokenAsync(), ("external_user_id", "alice"), ("auth_time", world.Broker.Time.GetUtcNow().ToUnixTimeSeconds()));
}
