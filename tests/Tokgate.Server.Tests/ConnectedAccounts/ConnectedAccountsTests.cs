using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.ConnectedAccounts;

/// <summary>Connecting TikTok accounts as it should go.</summary>
public sealed class ConnectedAccountsTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Somebody_who_signs_in_here_connects_a_second_account_lists_it_reads_it_and_ends_it(string engine)
    {
        await using var world = await ConnectWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        var token = await world.SignInAsync(browser);
        var begun = await world.ConnectAsync(token);
        Assert.True(begun.Status == 201, begun.Body);
        Assert.Equal(Broker.Issuer + "/connect", begun.Member("connect_uri"));

        var page = await browser.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}");
        Assert.Equal(("The shop", "Camille Full"), (page.Text("connect-application"), page.Text("connect-person")));
        var landed = await world.WalkAsync(browser, begun);
        Assert.Equal(("app.example", "/connected", "s t", Broker.Issuer), (landed.Location.Host, landed.Location.AbsolutePath, landed.Query["state"], landed.Query["iss"]));
        Assert.Single(await world.AccountsAsync(token)); // the one of the sign-in: nothing is connected yet

        var done = await world.CompleteAsync(token, begun, landed.Query["connect_code"]);
        Assert.True(done.Status == 201, done.Body);
        Assert.Equal(("tiktok", "offline", "connected_accounts", "active"), (done.Member("connection"), done.Member("access_type"), done.Member("purpose"), done.Member("state")));
        var accounts = await world.AccountsAsync(token);
        Assert.Equal(["authentication", "connected_accounts"], accounts.Select(account => account.GetProperty("purpose").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, accounts.Select(account => account.GetProperty("open_id").GetString()).Distinct(StringComparer.Ordinal).Count());

        // By the same exchange as the account that was signed in with, named by its open_id.
        var exchanged = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", TokenWorld.Standard), ("subject_token", token), ("subject_token_type", TokenWorld.AccessToken), ("connection", "tiktok"),
            ("login_hint", done.Member("open_id")));
        Assert.True(exchanged.Status == 200, exchanged.Body);

        Assert.Equal(204, (await world.SendAsync(HttpMethod.Delete, $"accounts/{done.Member("id")}", token)).Status);
        Assert.Single(await world.AccountsAsync(token));
        Assert.Equal(404, (await world.SendAsync(HttpMethod.Delete, $"accounts/{done.Member("id")}", token)).Status);
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited.Name == AuditNames.AccountConnected && audited.Subject == done.Member("id") && audited.ClientId == The.Web);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_application_with_its_own_people_connects_accounts_to_them(string engine)
    {
        await using var world = await ConnectWorld.StartAsync(engine);
        var token = await world.MachineTokenAsync();
        var alice = await ConnectForAsync(world, token, "alice-42", "creator_full");
        var again = await ConnectForAsync(world, token, "alice-42", "basic_only");
        var bob = await ConnectForAsync(world, token, "bob-7", "basic_only");

        Assert.Equal(2, (await world.AccountsAsync(token, "?external_user_id=alice-42")).Count);
        Assert.Equal(bob, Assert.Single(await world.AccountsAsync(token, "?external_user_id=bob-7")).GetProperty("id").GetString());
        Assert.Empty(await world.AccountsAsync(token, "?external_user_id=carol"));
        Assert.NotEqual(again, bob);
        Assert.Equal("Camille Full", (await world.AccountsAsync(token, "?external_user_id=alice-42")).Single(account => account.GetProperty("id").GetString() == alice).GetProperty("name").GetString());

        var read = await world.SendAsync(HttpMethod.Post, $"accounts/{bob}/token", token, new JsonObject { ["external_user_id"] = "bob-7", ["min_ttl"] = "60" });
        Assert.True(read.Status == 200, read.Body);
        Assert.StartsWith("act.", read.Member("access_token"), StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await world.SendAsync(HttpMethod.Post, $"accounts/{bob}/token", token, new JsonObject { ["external_user_id"] = "alice-42" })).Error);
        Assert.Equal("unauthorized_client", (await world.SendAsync(HttpMethod.Post, $"accounts/{bob}/token", await world.MachineTokenAsync("reader"), new JsonObject { ["external_user_id"] = "bob-7" })).Error);

        // One of another's people is nobody to this one.
        Assert.Equal(404, (await world.SendAsync(HttpMethod.Delete, $"accounts/{bob}?external_user_id=alice-42", token)).Status);
        Assert.Equal(204, (await world.SendAsync(HttpMethod.Delete, $"accounts/{bob}?external_user_id=bob-7", token)).Status);
    }

    [Fact]
    public async Task Somebody_who_connects_an_account_again_with_more_scopes_has_one_account_with_more_scopes()
    {
        await using var world = await ConnectWorld.StartAsync();
        var token = await world.MachineTokenAsync();
        var first = await ConnectForAsync(world, token, "alice", "creator_full");
        var openId = (await world.AccountsAsync(token, "?external_user_id=alice")).Single().GetProperty("open_id").GetString();
        var second = await ConnectForAsync(world, token, "alice", "creator_full", ("scopes", new JsonArray("video.list")), ("open_id", openId));

        var account = Assert.Single(await world.AccountsAsync(token, "?external_user_id=alice"));
        Assert.Equal((first, first), (second, account.GetProperty("id").GetString()));
        Assert.Contains("video.list", account.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));

        // And another account than the one that is asked for more is not taken for it.
        using var browser = world.World.NewBrowser();
        var begun = await world.ConnectAsync(token, ("external_user_id", "alice"), ("auth_time", Now(world)), ("open_id", openId));
        var landed = await world.WalkAsync(browser, begun, "basic_only");
        Assert.Equal("access_denied", landed.Query["error"]);
        Assert.Single(await world.AccountsAsync(token, "?external_user_id=alice"));
    }

    [Fact]
    public async Task Whoever_says_no_at_TikTok_comes_back_with_access_denied_and_the_state()
    {
        await using var world = await ConnectWorld.StartAsync();
        var begun = await world.ConnectAsync(await world.MachineTokenAsync(), ("external_user_id", "alice"), ("auth_time", Now(world)));
        using var browser = world.World.NewBrowser();
        await browser.GoAsync($"/connect?ticket={ConnectWorld.TicketOf(begun)}");
        await world.World.TikTok.DenyConsentAsync();
        var landed = await browser.PostAsync("/connect", ("ticket", ConnectWorld.TicketOf(begun)));
        Assert.Equal(("access_denied", "s t"), (landed.Query["error"], landed.Query["state"]));
    }

    [Fact]
    public async Task On_the_account_page_a_person_connects_an_account_and_sees_whose_it_is()
    {
        await using var world = await ConnectWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        await world.SignInAsync(browser);
        var page = await browser.GoAsync("/account");
        var form = page.FormToken;
        await world.World.TikTok.ConsentAsync("basic_only");
        var after = await browser.PostAsync("/account/connections/connect", ("token", form), ("connection", "tiktok"));

        Assert.Equal((200, "/account"), (after.Status, browser.Trail[^1].PathAndQuery));
        Assert.NotEmpty(after.Text("account-connected"));
        Assert.Equal("Camille Full", after.Text("account-name")); // it is no sign-in
    }

    [Fact]
    public async Task The_connections_that_can_be_connected_are_listed_with_their_scopes()
    {
        await using var world = await ConnectWorld.StartAsync();
        var answer = await world.SendAsync(HttpMethod.Get, "connections?external_user_id=alice", await world.MachineTokenAsync());
        var connection = Assert.Single(answer.Json.GetProperty("connections").EnumerateArray());
        Assert.Equal("tiktok", connection.GetProperty("name").GetString());
        Assert.Contains("video.list", connection.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
    }

    private static JsonNode Now(ConnectWorld world) => world.Broker.Time.GetUtcNow().ToUnixTimeSeconds();

    private static async Task<string> ConnectForAsync(ConnectWorld world, string token, string externalId, string persona, params (string Name, JsonNode? Value)[] changes)
    {
        using var browser = world.World.NewBrowser();
        var begun = await world.ConnectAsync(token, [("external_user_id", externalId), ("auth_time", Now(world)), .. changes]);
        Assert.True(begun.Status == 201, begun.Body);
        var landed = await world.WalkAsync(browser, begun, persona);
        var done = await world.CompleteAsync(token, begun, landed.Query["connect_code"], ("external_user_id", externalId));
        Assert.True(done.Status == 201, done.Body);
        return done.Member("id");
    }
}
