using Tokgate.Emulator;
using Tokgate.Server.Tests.Administrators;
using Tokgate.Server.Tests.Hosting;
using UpstreamStart = Tokgate.Server.Upstream.UpstreamStart;

namespace Tokgate.Server.Tests.Diagnosis;

/// <summary>Ten failures made on purpose. Each is named by the page (where there is one), by the trail and by the doctor, with the right cause and the right mend.</summary>
public sealed class TenFailuresTests
{
    private const string SignInFailed = "signin.failed";

    /// <summary>What is broken and then met; the answer that a browser got, or null where none is ours.</summary>
    private static readonly Dictionary<string, Func<FailureWorld, Task<Answer?>>> Breaks = new()
    {
        ["wrong secret"] = async world =>
        {
            await world.ChangeAppAsync(new { client_secret = "another-secret-than-the-broker-has" });
            return await world.SignInAsync();
        },
        ["unregistered redirect URI"] = async world =>
        {
            await world.ChangeAppAsync(new { platforms = new { desktop = (string[])["http://localhost:5081/other"] } });
            return await world.SignInAsync();
        },
        ["unapproved scope"] = async world =>
        {
            await world.ChangeAppAsync(new { scopes = (string[])["user.info.basic"] });
            return await world.SignInAsync();
        },
        ["sandbox stranger"] = async world =>
        {
            using var browser = world.NewBrowser();
            var callback = await browser.GoUntilAsync(SignInWorld.Authorize(), static address => address.AbsolutePath == "/login/callback");
            var state = callback.Query.Split("state=")[1].Split('&')[0];
            return await browser.StepAsync($"/login/callback?error=access_denied&error_type=non_sandbox_target&log_id=20261121&state={state}");
        },
        ["expired code"] = async world =>
        {
            using var browser = world.NewBrowser();
            var callback = await browser.GoUntilAsync(SignInWorld.Authorize(), static address => address.AbsolutePath == "/login/callback");
            await world.TikTok.AdvanceClockAsync(TimeSpan.FromHours(2));
            return await browser.StepAsync(callback.PathAndQuery);
        },
        ["revoked grant"] = async world =>
        {
            var user = await SignedInAsync(world);
            var grant = (await world.Api.CallAsync("GET", $"users/{user}/federated-connections-tokensets")).Json[0].GetProperty("id").GetString();
            await world.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
            var refused = await world.Api.CallAsync("GET", $"users/{user}/grants/{grant}/token?refused_generation=1");
            Assert.Contains("TTK3282", refused.Body, StringComparison.Ordinal);
            return null;
        },
        ["rate limit"] = async world =>
        {
            await world.BreakAsync(new { endpoint = "token", kind = "rate_limit", count = 10 });
            return await world.SignInAsync();
        },
        ["webhook with a bad signature"] = async world =>
        {
            Assert.Equal(401, await world.WebhookAsync("a-secret-that-is-not-the-apps"));
            return null;
        },
        ["clock off"] = async world =>
        {
            world.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(401, await world.WebhookAsync(TikTokEmulator.ClientSecret));
            return null;
        },
        ["TikTok down"] = async world =>
        {
            using var browser = world.NewBrowser();
            var callback = await browser.GoUntilAsync(SignInWorld.Authorize(), static address => address.AbsolutePath == "/login/callback");
            await world.BreakAsync(new { endpoint = "*", kind = "cut_before", count = 1000 });
            return await browser.StepAsync(callback.PathAndQuery);
        },
    };

    public static TheoryData<string, string?, string?, string?, bool, string, string, string> Ten => new()
    {
        // what, error page, event, its cause, with a log_id, the doctor's check, level, and words of the mend
        { "wrong secret", "TTK3103", SignInFailed, "invalid_client", true, "key and secret of " + TikTokEmulator.ProductionClientKey, "failed", "Copy both from the same tab of the app's page" },
        { "unregistered redirect URI", null, null, null, false, "TikTok's page", "failed", "TTK3104" },
        { "unapproved scope", null, null, null, false, "TikTok's page", "failed", "TTK3105" },
        { "sandbox stranger", "TTK3106", SignInFailed, "non_sandbox_target", true, "last day", "warning", "TTK3106" },
        { "expired code", "TTK3112", SignInFailed, "invalid_grant", true, "last day", "warning", "TTK3112" },
        { "revoked grant", null, "tiktok_grant.needs_reauthorization", "refresh_token_refused", true, "last day", "warning", "refresh_token_refused" },
        { "rate limit", "TTK3108", SignInFailed, "rate_limit_exceeded", true, "last day", "warning", "TTK3108" },
        { "webhook with a bad signature", null, "webhook.refused", "signature_wrong", false, "webhooks", "failed", "copy the client secret from TikTok again" },
        { "clock off", null, "webhook.refused", "signature_stale", false, "clock", "failed", "let the machine follow a time server" },
        { "TikTok down", "TTK3109", SignInFailed, "no_connection", false, "key and secret of " + TikTokEmulator.ProductionClientKey, "unknown", "could not be reached" },
    };

    [Theory]
    [MemberData(nameof(Ten))]
    public async Task A_failure_made_on_purpose_is_named_and_so_is_its_mend(string what, string? errorId, string? audited, string? cause, bool hasLogId, string check, string level, string words)
    {
        await using var world = await FailureWorld.StartAsync();

        var answer = await Breaks[what](world);

        if (errorId is not null)
        {
            Assert.NotNull(answer);
            Assert.True(answer.Status >= 400, answer.Body);
            Assert.Contains(errorId, answer.Body, StringComparison.Ordinal);
            Assert.NotEmpty(answer.Text("error-advice"));
        }
        else if (answer is not null)
        {
            Assert.Contains("emulator", answer.Body, StringComparison.Ordinal); // it stays on TikTok's page
            await AssertAbandonedAsync(world, words);
        }

        if (audited is not null)
        {
            var details = await world.LoggedAsync(audited);
            Assert.Equal(cause, details.GetProperty("cause").GetString());
            Assert.Equal(hasLogId, details.TryGetProperty("tiktok_log_id", out _));
            if (errorId is not null)
            {
                Assert.Equal(errorId, details.GetProperty("error_id").GetString());
                Assert.Equal(answer!.Text("error-reference"), details.GetProperty("reference").GetString()); // where there is an error id there is a page
                var story = (await world.Api.CallAsync("GET", $"logs?flow_id={details.GetProperty("flow_id").GetString()}")).Json;
                Assert.Equal(["signin.started", SignInFailed], story.EnumerateArray().Select(static entry => entry.GetProperty("details").GetProperty("event").GetString()));
            }
        }

        var findings = await world.DiagnoseAsync();
        Assert.True(
            findings.Any(finding => finding.Check.EndsWith(check, StringComparison.Ordinal) && finding.Level == level && finding.Message.Contains(words, StringComparison.Ordinal)),
            string.Join('\n', findings));
    }

    [Fact]
    public async Task Where_nothing_is_broken_nothing_fails_and_the_whole_broker_says_the_same()
    {
        await using var world = await FailureWorld.StartAsync();
        Assert.Contains("code=", (await world.SignInAsync()).Headers["Location"], StringComparison.Ordinal);
        var findings = await world.DiagnoseAsync();
        Assert.All(findings, static finding => Assert.True(finding.Level is "fine" or "unknown", finding.ToString()));
        Assert.Contains(findings, static finding => finding is ("connection tiktok: TikTok's page", "fine", _));
        Assert.Contains(findings, static finding => finding is ("clock", "fine", _));
        Assert.Contains(findings, static finding => finding.Message.Contains("it gave a client token", StringComparison.Ordinal));
        var whole = await world.Api.CallAsync("GET", "diagnosis");
        Assert.True(whole.Status == 200, whole.Body);
        var checks = whole.Json.GetProperty("findings").EnumerateArray().Select(static finding => finding.GetProperty("check").GetString()).ToList();
        Assert.Superset(findings.Select(static finding => finding.Check).ToHashSet(), checks.ToHashSet()!); // the schema says so
        Assert.Superset(new HashSet<string> { "issuer", "master key", "database", "master key of this database", "public address", "proxy headers" }, checks.ToHashSet()!);
    }

    [Theory]
    [InlineData("unauthorized_client", "fine")]
    [InlineData("invalid_client", "fine")] // the second witness knows better
    [InlineData("rate_limit_exceeded", "fine")]
    public async Task Where_TikTok_gives_an_app_no_client_token_a_made_up_code_tells_of_the_pair(string refusal, string level)
    {
        await using var world = await FailureWorld.StartAsync();
        await world.BreakAsync(new { endpoint = "token", kind = "body", count = 1, body = $$"""{"error":"{{refusal}}","error_description":"x","log_id":"1"}""" });
        var pair = Assert.Single(await world.DiagnoseAsync(), static finding => finding.Check.Contains("key and secret", StringComparison.Ordinal));
        Assert.Equal(level, pair.Level);
        Assert.Contains("made-up code", pair.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_those_who_went_to_TikTok_half_may_stay_away_and_who_left_just_now_is_not_counted()
    {
        await using var world = await FailureWorld.StartAsync();
        await world.SignInAsync();
        await LeaveAsync(world);
        world.Clock.Advance(UpstreamStart.Lifetime + TimeSpan.FromSeconds(1));
        await LeaveAsync(world);
        await world.Broker.AuditAsync();
        Assert.Contains(await world.DiagnoseAsync(), static finding => finding is ("connection tiktok: who comes back", "fine", "1 of the last 2 did"));
        world.Clock.Advance(UpstreamStart.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Contains(await world.DiagnoseAsync(), static finding => finding.Check == "connection tiktok: who comes back" && finding.Level == "warning" && finding.Message.StartsWith("2 of the last 3 ", StringComparison.Ordinal));
    }

    private static async Task LeaveAsync(FailureWorld world)
    {
        using var browser = world.NewBrowser();
        await browser.GoUntilAsync(SignInWorld.Authorize(), static address => address.AbsolutePath == "/login/callback");
    }

    // TikTok told us nothing, and never will: the story says so when nobody can come back any more, with what is likely behind it, and the doctor that people do not come back.
    private static async Task AssertAbandonedAsync(FailureWorld world, string errorId)
    {
        using var owner = await DashboardBrowser.EnterAsync(world.Broker);
        var story = "/dashboard/logs/story/" + (await world.LoggedAsync("signin.started")).GetProperty("flow_id").GetString();
        Assert.Contains("has not come back", (await owner.GetAsync(story)).Text("story-outcome"), StringComparison.Ordinal);
        world.Clock.Advance(UpstreamStart.Lifetime + TimeSpan.FromSeconds(1));
        var told = await owner.GetAsync(story);
        Assert.Contains("Abandoned", told.Text("story-outcome"), StringComparison.Ordinal);
        Assert.Contains("TTK3383", told.Body, StringComparison.Ordinal);
        Assert.Contains(errorId, told.Body, StringComparison.Ordinal);
        Assert.Contains("/dashboard/connections/tiktok/doctor", told.Body, StringComparison.Ordinal);
        Assert.Contains(await world.DiagnoseAsync(), static finding => finding.Check == "connection tiktok: who comes back" && finding.Level == "warning" && finding.Message.StartsWith("1 of the last 1 ", StringComparison.Ordinal));
    }

    private static async Task<string> SignedInAsync(FailureWorld world)
    {
        var landed = await world.SignInAsync();
        var answer = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(answer.Status == 200, answer.Body);
        return Broker.PayloadOf(answer.Json.GetProperty("id_token").GetString()!).GetProperty("sub").GetString()!; // openid was asked for
    }
}
