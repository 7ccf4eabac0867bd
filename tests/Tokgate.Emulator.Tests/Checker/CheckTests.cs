using System.Text.Json;
using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>What the check says on the whole, and what it does not say.</summary>
public sealed class CheckTests(CheckedEmulator emulator) : IClassFixture<CheckedEmulator>
{
    [Fact]
    public async Task Nothing_received_is_nothing_checked_and_no_pass()
    {
        var client = await emulator.ClientAsync();

        var check = client.TikTok.Check();

        Assert.Equal((TikTokEmulatorVerdict.NothingChecked, true), (check.Verdict, check.Fails()));
        Assert.Equal(["authorize", "token (code)", "user info", "token (refresh)", "revoke"], check.NotSeen);
        Assert.Equal("nothing_checked", (await JsonAsync(client)).GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("GET", "/", null)]
    [InlineData("GET", "/favicon.ico", null)]
    [InlineData("GET", "/health/ready", null)]
    [InlineData("GET", "/_emulator/requests", null)]
    [InlineData("GET", "/_emulator/media/avatar/creator_full/100.svg", null)]
    [InlineData("GET", "/platform/oauth/connect/?client_key=x", "open.douyin.com")]
    [InlineData("GET", "/whatever", "evil.example")]
    public async Task What_is_not_TikToks_wire_is_not_judged(string method, string path, string? host)
    {
        var client = await emulator.ClientAsync();

        await client.SendAsync(new HttpMethod(method), path, null, null, host is null ? [] : [("Host", host)]);

        Assert.Equal(TikTokEmulatorVerdict.NothingChecked, client.TikTok.Check().Verdict);
    }

    [Fact]
    public async Task A_client_that_keeps_to_the_documentation_on_loopback_is_clean_to_the_end()
    {
        var client = await emulator.ClientAsync();

        var (access, refresh) = await client.SignInAsync();
        await client.UserInfoAsync(access, "open_id,union_id,display_name,username,follower_count");
        await client.TikTok.AdvanceClockAsync(TimeSpan.FromMinutes(110));
        var fresh = (await client.RefreshAsync(refresh)).String("access_token")!;
        await client.UserInfoAsync(fresh);
        await client.RevokeAsync(fresh);

        var check = client.TikTok.Check();
        Assert.True(check.Verdict == TikTokEmulatorVerdict.Clean, check.ToString());
        Assert.False(check.Fails(TikTokEmulatorSeverity.Note));
        Assert.Empty(check.NotSeen);
        Assert.Equal(("No deviation in 6 requests.", 6), (check.Summary, check.Requests));
    }

    [Fact]
    public async Task A_client_that_keeps_to_the_documentation_on_the_web_is_clean()
    {
        var client = await emulator.ClientAsync();

        var tokens = await client.RedeemAsync(await client.AuthorizeAsync(OnWeb()), AtWeb());
        await client.UserInfoAsync(tokens.String("access_token"));

        var check = client.TikTok.Check();
        Assert.True(check.Verdict == TikTokEmulatorVerdict.Clean, check.ToString());
    }

    [Fact]
    public async Task A_person_who_answers_on_the_page_and_loads_it_again_breaks_nothing()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.AskForConsentAsync();
        var address = "/v2/auth/authorize/?" + client.AuthorizeQuery();
        await client.VisitAsync(address);
        await client.VisitAsync(address);
        var page = await client.Peer.Browser.GetStringAsync(address);
        var handle = page.Split("name=\"handle\" value=\"")[1].Split('"')[0];
        using var chosen = await client.Peer.Browser.PostAsync("/_emulator/authorize", Form(("handle", handle), ("person", "creator_full")));
        using var answer = await client.Peer.Browser.PostAsync("/_emulator/authorize", Form(("handle", handle), ("action", "authorize"), ("scope", "user.info.profile")));

        var tokens = await client.RedeemAsync(TikTokPeer.Parameter(answer.Headers.Location!, "code")!);
        await client.UserInfoAsync(tokens.String("access_token"), "open_id,username");

        var check = client.TikTok.Check();
        Assert.True(check.Verdict == TikTokEmulatorVerdict.Clean, check.ToString());
    }

    [Fact]
    public async Task A_sign_in_by_qr_code_as_documented_is_clean()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.PutAsync($"/_emulator/apps/{WebKey}", new { platforms = new { web = (string[])[WebCallback] } });
        var made = await client.GetQrAsync(("client_key", WebKey));
        await client.CheckQrAsync(made.String("token"), ("client_key", WebKey), ("client_secret", WebSecret));
        await client.TikTok.PostAsync("/_emulator/qr", new { scan_url = made.String("scan_qrcode_url")!.Replace("tobefilled", Random(), StringComparison.Ordinal), user = "creator_full" });
        await client.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(2));
        var confirmed = await client.CheckQrAsync(made.String("token"), ("client_key", WebKey), ("client_secret", WebSecret));

        var tokens = await client.RedeemAsync(confirmed.String("code")!, AtWeb());
        await client.UserInfoAsync(tokens.String("access_token"));

        var check = client.TikTok.Check();
        Assert.True(check.Verdict == TikTokEmulatorVerdict.Clean, check.ToString());
    }

    [Fact]
    public async Task Tokens_that_stay_when_refreshed_are_no_reuse()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.PutAsync("/_emulator/profile", new { preset = "legacy" });
        var (_, refresh) = await client.SignInAsync();

        await client.RefreshAsync(refresh);
        await client.RefreshAsync(refresh);

        Assert.Equal(TikTokEmulatorVerdict.Clean, client.TikTok.Check().Verdict);
    }

    [Theory]
    [InlineData("/v2/oauth/token/", "token")]
    [InlineData("/v2/oauth/revoke/", "revoke")]
    [InlineData("/v2/oauth/get_qrcode/", "get_qrcode")]
    [InlineData("/v2/oauth/check_qrcode/", "check_qrcode")]
    public async Task JSON_is_told_at_every_oauth_endpoint_with_the_app_that_sent_it(string path, string endpoint)
    {
        var client = await emulator.ClientAsync();

        await client.SendAsync(HttpMethod.Post, path, new StringContent($$"""{"client_key":"{{Key}}","token":"act.x","grant_type":"refresh_token"}""", System.Text.Encoding.UTF8, "application/json"));

        var told = Assert.Single(client.TikTok.Check().Deviations, deviation => deviation.Id == "json-body");
        Assert.Equal((Key, true), (told.ClientKey, told.Endpoint.StartsWith(endpoint, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_deviation_stands_once_per_client_with_count_first_last_and_the_request_that_shows_it()
    {
        var client = await emulator.ClientAsync();
        await client.AuthorizeAsync(("scope", "user.info.basic user.info.profile"));
        var first = client.TikTok.UtcNow;
        await client.TikTok.AdvanceClockAsync(TimeSpan.FromMinutes(1));
        await client.AuthorizeAsync(("scope", "user.info.basic user.info.stats"));
        await client.AuthorizeAsync(OnWeb(("scope", "user.info.basic user.info.profile")));

        var found = (await JsonAsync(client)).GetProperty("deviations").EnumerateArray().Where(it => it.GetProperty("id").GetString() == "space-joined-scopes").ToArray();

        Assert.Equal([(WebKey, 1), (Key, 2)], found.Select(it => (it.GetProperty("client_key").GetString(), it.GetProperty("count").GetInt32())));
        var twice = found[1];
        Assert.Equal(("error", "authorize", "documented"), (twice.GetProperty("severity").GetString(), twice.GetProperty("endpoint").GetString(), twice.GetProperty("evidence").GetString()));
        Assert.Equal("user.info.basic user.info.stats, the space written as %20", twice.GetProperty("seen").GetString());
        Assert.True(twice.GetProperty("first").GetDateTimeOffset() <= first && twice.GetProperty("last").GetDateTimeOffset() > first);
        var log = await client.TikTok.ReadRequestsAsync();
        Assert.Contains(log.EnumerateArray(), it => it.GetProperty("log_id").GetString() == twice.GetProperty("log_id").GetString());
        Assert.All(((string[])["title", "why", "mend", "source"]), name => Assert.NotEmpty(twice.GetProperty(name).GetString()!));
    }

    [Fact]
    public async Task It_begins_anew_and_still_knows_what_was_issued()
    {
        var client = await emulator.ClientAsync();
        var (access, refresh) = await client.SignInAsync(("state", "xyz"));
        Assert.Equal(204, (await client.Peer.ControlAsync(HttpMethod.Delete, "/_emulator/check")).Status);
        Assert.Equal(TikTokEmulatorVerdict.NothingChecked, client.TikTok.Check().Verdict);

        await client.UserInfoAsync(access);
        await client.RefreshAsync(refresh);

        Assert.Equal(TikTokEmulatorVerdict.Clean, client.TikTok.Check().Verdict);
    }

    [Fact]
    public async Task The_verdict_is_the_worst_that_was_found()
    {
        var client = await emulator.ClientAsync();
        await client.AuthorizeAsync(("client_id", Key));
        var note = client.TikTok.Check();
        await client.AuthorizeAsync(("state", "xyz"));
        var warning = client.TikTok.Check();
        await client.AuthorizeAsync(("state", null));
        var error = client.TikTok.Check();

        Assert.Equal([TikTokEmulatorVerdict.Note, TikTokEmulatorVerdict.Warning, TikTokEmulatorVerdict.Error], [note.Verdict, warning.Verdict, error.Verdict]);
        Assert.Equal([false, false, true], [note.Fails(), warning.Fails(), error.Fails()]);
        Assert.Equal([true, true], [note.Fails(TikTokEmulatorSeverity.Note), warning.Fails(TikTokEmulatorSeverity.Warning)]);
        Assert.Equal("state-missing", error.Deviations[0].Id);
    }

    [Fact]
    public async Task Keys_that_a_caller_makes_up_neither_grow_it_without_end_nor_are_repeated()
    {
        var client = await emulator.ClientAsync();
        for (var i = 0; i < 1_200; i++)
        {
            await client.VisitAsync($"/v2/auth/authorize/?client_key={i:0000}{Random()}&client_id=x");
        }

        var check = client.TikTok.Check();

        Assert.InRange(check.Deviations.Count, 1_000, 1_010);
        Assert.DoesNotContain(check.Deviations, it => it.ClientKey.Length > 24);
    }

    [Fact]
    public async Task A_thousand_at_once_are_judged_or_counted_as_skipped()
    {
        var client = await emulator.ClientAsync();
        var (access, _) = await client.SignInAsync();

        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(_ => client.UserInfoAsync(access)));

        var check = client.TikTok.Check();
        Assert.Equal(3_002, check.Requests + check.Skipped);
        Assert.InRange(check.Requests, 1_000, 3_002);
    }

    private static async Task<JsonElement> JsonAsync(CheckedClient client) =>
        JsonDocument.Parse(await client.TikTok.Control.GetStringAsync("/_emulator/check")).RootElement;

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(it => KeyValuePair.Create(it.Name, it.Value)));
}
