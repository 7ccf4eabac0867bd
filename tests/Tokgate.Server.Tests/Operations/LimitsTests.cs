using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Operations;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

public sealed class LimitsTests
{
    [Fact]
    public async Task A_browser_beyond_its_limit_gets_a_page_that_says_when_to_come_back()
    {
        await using var broker = await Broker.StartAsync(arguments: Limit("Browser", 1, 3));
        foreach (var path in (string[])["/authorize?ui_locales=de", "/login/callback", "/oidc/logout"])
        {
            Assert.NotEqual(429, (await broker.GetAsync(path)).Status);
        }

        var refused = await broker.GetAsync("/consent");
        Assert.Equal((429, "1", "TTK3220"), (refused.Status, refused.Headers["Retry-After"], refused.Body.Contains("TTK3220", StringComparison.Ordinal) ? "TTK3220" : refused.Body));
        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.NotEmpty(refused.Text("error-advice"));
        Assert.Equal(200, (await broker.GetAsync("/health/live")).Status);
        Assert.Equal(200, (await broker.GetAsync("/.well-known/jwks.json")).Status);

        broker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(429, (await broker.GetAsync("/consent")).Status);
        Assert.Equal(429, (await broker.GetAsync("/authorize")).Status);
        Assert.Equal(("browser", 2), Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.LimitReached })) is var told ? (told.Subject, told.Count) : default);
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/par")]
    [InlineData("/oauth/introspect")]
    [InlineData("/oauth/revoke")]
    [InlineData("/userinfo")]
    public async Task Q_02_A_program_beyond_its_limit_gets_an_error_of_the_protocol(string path)
    {
        await using var broker = await Broker.StartAsync(arguments: Limit("BackChannel", 1, 2));
        await broker.PostAsync(path);
        await broker.PostAsync(path);
        var refused = await broker.PostAsync(path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"));
        Assert.Equal((429, "too_many_requests", "1", "no-store"), (refused.Status, refused.Error, refused.Headers["Retry-After"], refused.Headers["Cache-Control"]));
    }

    [Fact]
    public async Task A_client_that_proved_itself_is_limited_wherever_it_calls_from_and_others_are_not()
    {
        await using var broker = await Broker.StartAsync(arguments: [.. Limit("Client", 1, 2), "--Tokgate:KnownProxies=127.0.0.1"]);
        Assert.Equal(200, await TokenAsync(broker, "198.51.100.1", The.Machine));
        Assert.Equal(200, await TokenAsync(broker, "198.51.100.2", The.Machine));
        Assert.Equal(429, await TokenAsync(broker, "198.51.100.3", The.Machine));
        Assert.Equal(200, await TokenAsync(broker, "198.51.100.3", The.TwoApis, ("audience", The.Api)));

        // A stranger who only knows the name uses nothing up, and a public client's share is its address's.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await TokenAsync(broker, "198.51.100.9", The.Spa, ("client_id", The.Spa));
        }

        Assert.Equal(429, await TokenAsync(broker, "198.51.100.9", The.Spa, ("client_id", The.Spa)));
        Assert.NotEqual(429, await TokenAsync(broker, "198.51.100.8", The.Spa, ("client_id", The.Spa)));
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", 429)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", 400)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", 429)]
    [InlineData("203.0.113.7", "203.0.113.8", 400)]
    public async Task T_44_An_address_has_one_spelling_and_a_network_of_ipv6_is_one_peer(string first, string second, int status)
    {
        await using var broker = await Broker.StartAsync(arguments: [.. Limit("BackChannel", 1, 1), "--Tokgate:KnownProxies=127.0.0.1"]);
        Assert.Equal(400, await TokenAsync(broker, first, null));
        Assert.Equal(status, await TokenAsync(broker, second, null));
    }

    [Fact]
    public async Task What_is_asked_about_one_person_is_limited_whoever_asks()
    {
        await using var signIn = await SignIn.StartAsync(arguments: Limit("User", 1, 2));
        var tokens = await signIn.TokensAsync();
        var access = tokens.GetProperty("access_token").GetString()!; // 200 has one
        Assert.Equal(200, (await signIn.UserInfoAsync(access)).Status);
        Assert.Equal(200, (await signIn.UserInfoAsync(access)).Status);
        var refused = await signIn.UserInfoAsync(access);
        Assert.Equal((429, "too_many_requests", "1"), (refused.Status, refused.Error, refused.Headers["Retry-After"]));
        var refresh = tokens.GetProperty("refresh_token").GetString()!; // the request is offline
        Assert.Equal(429, (await signIn.RefreshAsync(refresh)).Status);
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await signIn.RefreshAsync(refresh)).Status);
    }

    [Fact]
    public void Memory_for_addresses_is_bounded_and_the_limit_holds_beyond_the_bound()
    {
        var time = new ManualTime();
        var gauge = new RateGauge(new RateLimit { PerSecond = 1, Burst = 2 }, time);
        for (var address = 0; address < 2 * RateGauge.MaxKeys; address++)
        {
            gauge.Take($"{address}");
        }

        Assert.InRange(gauge.Keys, RateGauge.MaxKeys, RateGauge.MaxKeys + 1_024);
        Assert.Null(gauge.Take("1"));
        Assert.NotNull(gauge.Take("1"));
        Assert.NotNull(gauge.Take("somebody new among a flood"));

        // When the flood is over there is room again.
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(gauge.Take("somebody else"));
        Assert.Equal(1, gauge.Keys);
    }

    [Fact]
    public void A_limit_lets_through_what_it_says_and_zero_is_none()
    {
        var time = new ManualTime();
        var gauge = new RateGauge(new RateLimit { PerSecond = 10, Burst = 5 }, time);
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => gauge.Take("a") is null));
        Assert.Equal(TimeSpan.FromMilliseconds(100), gauge.Take("a"));
        time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(3, Enumerable.Range(0, 100).Count(_ => gauge.Take("a") is null));
        var open = new RateGauge(new RateLimit(), time);
        Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => open.Take("a") is null));
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task T_52_Abandoned_starts_are_bounded_and_the_youngest_stay(string engine)
    {
        await using var world = await SignInWorld.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null, arguments: "--Tokgate:Upstream:MaxPending=20");
        for (var start = 0; start < 60; start++)
        {
            using var stranger = world.NewBrowser();
            Assert.Equal(302, (await stranger.StepAsync(SignInWorld.Authorize())).Status);
            world.Broker.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.InRange(await context.PendingSignIns.CountAsync(), 20, 22);
        using var browser = world.NewBrowser();
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    [Fact]
    public async Task T_53_A_tiktok_that_hangs_fills_its_own_room_and_no_other()
    {
        await using var world = await SignInWorld.StartAsync(arguments: "--Tokgate:Upstream:MaxWaiting=1");
        using var first = world.NewBrowser();
        using var second = world.NewBrowser();
        var waiting = (await first.GoUntilAsync(SignInWorld.Authorize(), static target => target.AbsolutePath == "/login/callback")).PathAndQuery;
        var turned = (await second.GoUntilAsync(SignInWorld.Authorize(), static target => target.AbsolutePath == "/login/callback")).PathAndQuery;
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", delay_ms = 8_000 }); // until its clock is moved below
        var slow = first.StepAsync(waiting);
        Answer refused;
        do
        {
            // Until the first one is inside; a callback that finds room spends a state that nobody has. It may be in the room when the first one comes, who then comes again.
            if (slow.IsCompleted)
            {
                Assert.Equal(503, (await slow).Status);
                slow = first.StepAsync(waiting);
            }

            refused = await second.StepAsync("/login/callback?code=x&state=none");
        }
        while (refused.Status != 503);

        Assert.Equal((503, "10"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Contains("TTK3222", refused.Body, StringComparison.Ordinal);
        Assert.Equal(503, (await second.StepAsync(turned)).Status);
        Assert.Equal(200, (await world.Broker.GetAsync("/.well-known/jwks.json")).Status);
        await world.TikTok.PostAsync("/_emulator/clock/advance", new { seconds = 8 });
        Assert.Equal(302, (await slow).Status);

        // The state was not spent: the same page can be loaded again.
        Assert.Equal(302, (await second.StepAsync(turned)).Status);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_with_a_page()
    {
        // The broker's own clock stands here, and with it what is counted against TikTok: that is shorter, and would be first.
        await using var world = await SignInWorld.StartAsync(arguments: ["--Tokgate:Limits:RequestTimeout=00:00:00.5", "--Tokgate:Upstream:Deadline=00:00:00.4"]);
        using var browser = world.NewBrowser();
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", delay_ms = 2_000 });
        var answer = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Equal(504, answer.Status);
        Assert.Contains("TTK3221", answer.Body, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Reference = answer.Text("error-reference").Trim() }));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_told_to_a_browser_by_a_page()
    {
        await using var broker = await Broker.StartAsync();
        using var content = new StringContent("a=" + new string('a', 200_000), MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/authorize") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
        Assert.Equal(413, answer.Status);
        Assert.Contains("TTK3122", answer.Body, StringComparison.Ordinal);
        Assert.StartsWith("text/html", answer.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Tokgate:Limits:Client:PerSecond=-1", "TTK3224")]
    [InlineData("--Tokgate:Limits:RequestTimeout=00:00:00", "TTK3224")]
    [InlineData("--Tokgate:Audit:Retention=00:00:01", "TTK3223")]
    [InlineData("--Tokgate:Upstream:MaxWaiting=0", "TTK3225")]
    [InlineData("--Tokgate:Upstream:Deadline=00:00:30", "TTK3225")]
    [InlineData("--Tokgate:Upstream:Deadline=00:00:00", "TTK3225")]
    [InlineData("--Tokgate:Limits:RequestTimeout=00:00:20", "TTK3225")]
    [InlineData("--Tokgate:Upstream:BreakAfter=-1", "TTK3225")]
    [InlineData("--Tokgate:Upstream:BreakFor=00:00:00", "TTK3225")]
    public async Task A_limit_that_cannot_be_is_refused_at_the_start(string argument, string errorId)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => Broker.StartAsync(arguments: argument));
        Assert.StartsWith(errorId, exception.Message, StringComparison.Ordinal);
    }

    private static string[] Limit(string name, int perSecond, int burst) => [$"--Tokgate:Limits:{name}:PerSecond={perSecond}", $"--Tokgate:Limits:{name}:Burst={burst}"];

    private static async Task<int> TokenAsync(Broker broker, string from, string? client, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
        request.Headers.Authorization = client is null || client == The.Spa ? null : Broker.Basic(client, The.MachineSecret);
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), .. form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]);
        using var answer = await broker.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
