using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Trials;

/// <summary>A sign-in that is tried: it shows everything, keeps nothing of anybody, and is nobody's but its link's.</summary>
public sealed class TrialTests
{
    private const string Ended = "/dashboard/trials/ended";

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_trial_shows_every_step_and_leaves_no_row_but_its_own(string engine)
    {
        await using var world = await TrialWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        await browser.StepAsync((await world.MakeAsync()).Run); // the first page with a form makes the key that forms are signed with
        var before = await world.RowsAsync();
        var (id, run) = await world.MakeAsync($$"""{"client_id":"{{The.Web}}"}""");

        var callback = await browser.GoUntilAsync(TrialWorld.LeavingOf(await TrialWorld.PressAsync(browser, run)), static address => address.AbsolutePath == "/login/callback");
        var ended = await browser.GoAsync(callback.PathAndQuery);

        Assert.Contains("It went well", ended.Body, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("tokgate-session"));
        Assert.Equal(before, await world.RowsAsync());
        var trial = await world.ReadAsync(id);
        Assert.Equal("succeeded", trial.GetProperty("state").GetString());
        Assert.Equal(
            ["authorize_check", "authorize", "callback", "exchange", "user_info", "mapping", "revoke"], trial.GetProperty("steps").EnumerateArray().Select(static step => step.GetProperty("name").GetString()));
        Assert.All(trial.GetProperty("steps").EnumerateArray(), static step => Assert.Equal("fine", step.GetProperty("outcome").GetString()));
        Assert.True(trial.GetProperty("revoked").GetBoolean());
        Assert.Equal(["user.info.basic", "user.info.profile"], trial.GetProperty("scopes").GetProperty("granted").EnumerateArray().Select(static scope => scope.GetString()));
        var name = trial.GetProperty("mapping").EnumerateArray().Single(static claim => claim.GetProperty("claim").GetString() == "preferred_username");
        Assert.Equal(("$.username", "creator_full"), (name.GetProperty("path").GetString(), name.GetProperty("value").GetString()));
        Assert.Equal((Broker.Issuer, The.Web), (trial.GetProperty("id_token").GetProperty("iss").GetString(), trial.GetProperty("id_token").GetProperty("aud").GetString()));
        Assert.Equal("creator_full", trial.GetProperty("userinfo").GetProperty("preferred_username").GetString());

        // The request as it was sent, and nothing in it that opens anything.
        var exchange = trial.GetProperty("steps")[3].GetProperty("request").GetProperty("parameters");
        Assert.Equal((TikTokEmulator.ProductionClientKey, "***", "***"), (exchange.GetProperty("client_key").GetString(), exchange.GetProperty("client_secret").GetString(), exchange.GetProperty("code").GetString()));
        Assert.Equal(Broker.Issuer + "/login/callback", exchange.GetProperty("redirect_uri").GetString());
        var told = trial.GetRawText();
        Assert.All(callback.Query.TrimStart('?').Split('&').Where(static pair => pair.StartsWith("code=", StringComparison.Ordinal) || pair.StartsWith("state=", StringComparison.Ordinal)), pair => Assert.DoesNotContain(Uri.UnescapeDataString(pair.Split('=', 2)[1]), told, StringComparison.Ordinal));
        Assert.All((string[])[TikTokEmulator.ClientSecret, "act.", "rft.", "eyJ"], secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_allowed_who_uses_the_app_here_is_left_to_them()
    {
        await using var world = await TrialWorld.StartAsync();
        await world.Connections.SignInAsync();
        var before = await world.RowsAsync();
        using var browser = world.World.NewBrowser();
        await browser.StepAsync((await world.MakeAsync()).Run);
        var (id, run) = await world.MakeAsync();
        await world.RunAsync(browser, run);
        var last = (await world.ReadAsync(id)).GetProperty("steps").EnumerateArray().Last();
        Assert.Equal("revoke", last.GetProperty("name").GetString());
        Assert.StartsWith("Not sent: this account has signed in here before", last.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain((await world.World.TikTok.ReadRequestsAsync()).EnumerateArray(), static request => request.GetProperty("path").GetString() == "/v2/oauth/revoke/");
        Assert.Equal(before.Split('\n').Where(static line => !line.StartsWith("sealed_settings", StringComparison.Ordinal)), (await world.RowsAsync()).Split('\n').Where(static line => !line.StartsWith("sealed_settings", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_connection_that_is_off_is_tried_and_stays_off()
    {
        await using var world = await TrialWorld.StartAsync();
        Assert.Equal(200, (await world.Connections.PatchAsync(world.ConnectionId, """{"authentication":{"active":false}}""")).Status);
        using var browser = world.World.NewBrowser();
        var (id, run) = await world.MakeAsync();
        Assert.Contains("It went well", (await world.RunAsync(browser, run)).Body, StringComparison.Ordinal);
        Assert.Equal("succeeded", (await world.ReadAsync(id)).GetProperty("state").GetString());
        Assert.True((await browser.GoAsync(SignInWorld.Authorize())).Status >= 400);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_link_runs_it_once_and_only_the_browser_that_began_it_ends_it(string engine)
    {
        await using var world = await TrialWorld.StartAsync(engine);
        using var first = world.World.NewBrowser();
        var (id, run) = await world.MakeAsync();
        var callback = (await first.GoUntilAsync(TrialWorld.LeavingOf(await TrialWorld.PressAsync(first, run)), static address => address.AbsolutePath == "/login/callback")).PathAndQuery;

        using var second = world.World.NewBrowser();
        Assert.Contains("TTK3380", (await second.StepAsync(run)).Body, StringComparison.Ordinal);
        var stolen = await second.StepAsync(callback);
        Assert.Equal($"{Ended}?reason=TTK3381", stolen.Location.PathAndQuery);
        Assert.Equal($"{Ended}?reason=TTK3381", (await first.StepAsync(callback)).Location.PathAndQuery); // spent by the other
        Assert.Equal("running", (await world.ReadAsync(id)).GetProperty("state").GetString());
        Assert.DoesNotContain((await world.World.TikTok.ReadRequestsAsync()).EnumerateArray(), static request => request.GetProperty("path").GetString() == "/v2/oauth/token/");

        // And what never was is told the same, without a word of its own on the page.
        Assert.DoesNotContain("<script>", (await second.StepAsync($"{Ended}?state=<script>&reason=<script>")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_link_reads_it_until_it_is_taken_back_or_a_day_is_over(string engine)
    {
        await using var world = await TrialWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        var (id, run) = await world.MakeAsync();
        await world.RunAsync(browser, run);
        var first = await ShareAsync(world, id);
        var link = await ShareAsync(world, id);
        using var stranger = world.World.NewBrowser();
        var page = await stranger.StepAsync(link);
        Assert.Equal((200, "noindex", "no-referrer", "no-store"), (page.Status, page.Headers["X-Robots-Tag"], page.Headers["Referrer-Policy"], page.Headers["Cache-Control"]));
        Assert.Contains("creator_full", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.StepAsync(first)).Status);

        // One is for reading and the other for running, and neither is the other.
        Assert.Contains("TTK3380", (await stranger.StepAsync(link.Replace("/trials/", "/trials/run/", StringComparison.Ordinal))).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.StepAsync(run.Replace("/trials/run/", "/trials/", StringComparison.Ordinal))).Status);
        Assert.Equal(204, (await world.CallAsync("DELETE", $"/{id}/link")).Status);
        Assert.Equal(404, (await stranger.StepAsync(link)).Status);

        link = await ShareAsync(world, id);
        world.World.Broker.Time.Advance(TimeSpan.FromHours(25));
        world.Api.ForgetTokens();
        Assert.Equal(404, (await stranger.StepAsync(link)).Status);
        Assert.Equal(404, (await world.CallAsync("GET", "/" + id)).Status);
        Assert.Equal("[]", (await world.CallAsync("GET", "")).Json.GetProperty("trials").GetRawText());
    }

    [Fact]
    public async Task A_failure_ends_the_timeline_with_its_cause_and_its_mend_and_gives_back_what_was_issued()
    {
        await using var world = await TrialWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        await world.World.TikTok.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "body", body = "{\"data\":{},\"error\":{\"code\":\"scope_not_authorized\",\"message\":\"no\",\"log_id\":\"20261121\"}}" });
        var (id, run) = await world.MakeAsync();
        Assert.Contains("TTK3105", (await world.RunAsync(browser, run)).Body, StringComparison.Ordinal);
        var trial = await world.ReadAsync(id);
        Assert.Equal(("failed", "TTK3105"), (trial.GetProperty("state").GetString(), trial.GetProperty("error_id").GetString()));
        var failure = trial.GetProperty("failure");
        Assert.Equal(("scope_not_authorized", "20261121"), (failure.GetProperty("cause").GetString(), failure.GetProperty("log_id").GetString()));
        Assert.All((string[])["title", "meaning", "remedy"], part => Assert.NotEmpty(failure.GetProperty(part).GetString()!)); // told
        Assert.True(trial.GetProperty("revoked").GetBoolean());
        Assert.Equal(("trial.failed", "TTK3105"), ((await world.World.Broker.StoryAsync(id))[^1].Name, (await world.World.Broker.StoryAsync(id))[^1].ErrorId));
        Assert.DoesNotContain(await world.World.Broker.AuditAsync(), static audited => audited.Name.StartsWith("signin.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_TikTok_keeps_on_its_own_page_is_found_before_anybody_goes_there()
    {
        await using var world = await TrialWorld.StartAsync();
        await world.World.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", new { platforms = new { desktop = (string[])["http://localhost:5081/other"] } });
        using var browser = world.World.NewBrowser();
        var (id, run) = await world.MakeAsync();
        Assert.Contains("TikTok refuses the set-up", (await TrialWorld.PressAsync(browser, run)).Body, StringComparison.Ordinal);
        var trial = await world.ReadAsync(id);
        Assert.Equal(("failed", "TTK3104", "redirect_uri"), (trial.GetProperty("state").GetString(), trial.GetProperty("error_id").GetString(), trial.GetProperty("failure").GetProperty("cause").GetString()));
    }

    [Fact]
    public async Task Who_says_no_or_grants_less_is_shown_so()
    {
        await using var world = await TrialWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        await world.World.TikTok.ConsentAsync("creator_full", ["user.info.basic"]);
        var (id, run) = await world.MakeAsync();
        await world.RunAsync(browser, run);
        Assert.Equal("[\"user.info.profile\"]", (await world.ReadAsync(id)).GetProperty("scopes").GetProperty("refused").GetRawText());
        await world.World.TikTok.DenyConsentAsync();
        (id, run) = await world.MakeAsync();
        Assert.Contains("You said no", (await world.RunAsync(browser, run)).Body, StringComparison.Ordinal);
        Assert.Equal("cancelled", (await world.ReadAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Only_an_app_of_the_connection_and_an_application_of_people_can_be_tried()
    {
        await using var world = await TrialWorld.StartAsync();
        foreach (var body in (string[])["""{"app":"awother"}""", """{"client_id":"administrator"}""", """{"client_id":"nobody"}""", """{"app":1}""", """{"redirect_uri":"https://x.example"}"""])
        {
            Assert.Equal(400, (await world.Api.CallAsync("POST", $"connections/{world.ConnectionId}/trials", body)).Status);
        }

        var mine = await world.Connections.CreateAsync(clientKey: TikTokEmulator.SandboxClientKey);
        var foreign = (await world.MakeAsync()).Id;
        Assert.Equal(404, (await world.Api.CallAsync("GET", $"connections/{mine}/trials/{foreign}")).Status);
        Assert.Equal(404, (await world.Api.CallAsync("DELETE", $"connections/{mine}/trials/{foreign}")).Status);
    }

    private static async Task<string> ShareAsync(TrialWorld world, string id)
    {
        var answer = await world.CallAsync("POST", $"/{id}/link");
        Assert.True(answer.Status == 201, answer.Body);
        return answer.Json.GetProperty("url").GetString()!; // it was made
    }
}
