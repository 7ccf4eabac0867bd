using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>What claims to be TikTok's at the address that is registered there (T-66).</summary>
public sealed class TikTokWebhookTests(TwoAppFixture fixture) : IClassFixture<TwoAppFixture>
{
    private const string Sqlite = "SQLite";

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    private WebhookWorld World => fixture.World(Sqlite);

    [Fact]
    public async Task Only_the_bytes_that_TikTok_signed_are_taken()
    {
        var body = World.Body(openId: "altered");
        var signature = World.Signature(body);
        Assert.Equal(401, await World.PostAsync(body.Replace("\"content\"", " \"content\"", StringComparison.Ordinal), signature));
        Assert.Equal(401, await World.PostAsync(body.Replace("altered", "alterec", StringComparison.Ordinal), signature));
        Assert.Equal(401, await World.PostAsync(body + "\n", signature));
        Assert.Equal(200, await World.PostAsync(body, signature));
    }

    [Fact]
    public async Task A_signature_of_another_form_is_refused()
    {
        var body = World.Body(openId: "form");
        var signature = World.Signature(body);
        var (t, s) = (signature.Split(',')[0], signature.Split(',')[1]);
        foreach (var form in (string?[])
        [
            null, "", t, s, t + ",", "," + s, t + ",s=", "t=," + s, t + "," + s.ToUpperInvariant(), t + ",s=" + s[2..].ToUpperInvariant(), t + "," + s[..^2], t + "," + s + "00", t + ";" + s, signature + "," + signature,
            t + "," + t + "," + s, "t=99999999999999999999," + s, "t=-1," + s, t + ", " + s, "v1=" + s[2..], t + ",s=" + new string('0', 64),
        ])
        {
            Assert.True(await World.PostAsync(body, form) == 401, form);
        }

        Assert.Equal(200, await World.PostAsync(body, s + "," + t)); // TikTok says nothing about the order
        using var twice = new HttpRequestMessage(HttpMethod.Post, "/webhooks/tiktok/tiktok") { Content = new StringContent(World.Body(openId: "twice")) };
        twice.Headers.TryAddWithoutValidation("TikTok-Signature", [World.Signature(World.Body(openId: "twice")), signature]);
        Assert.Equal(401, (int)(await World.Broker.Http.SendAsync(twice)).StatusCode);
    }

    [Fact]
    public async Task Another_apps_secret_and_another_apps_address_are_refused()
    {
        var body = World.Body(openId: "swapped");
        Assert.Equal(401, await World.PostAsync(body, secret: WebhookWorld.OtherSecret));
        Assert.Equal(401, await World.PostAsync(body, World.Signature(body), connection: "other"));
        Assert.Equal(404, await World.PostAsync(body, World.Signature(body), connection: "nowhere"));

        // Signed rightly by an app that this connection does not have, or by its own for another's body.
        var foreign = World.Body(openId: "swapped", clientKey: WebhookWorld.OtherApp);
        Assert.Equal(401, await World.PostAsync(foreign, World.Signature(foreign, secret: WebhookWorld.OtherSecret)));
        Assert.Equal(401, await World.PostAsync(foreign, World.Signature(foreign), connection: "other"));
        Assert.Equal(200, await World.PostAsync(foreign, World.Signature(foreign, secret: WebhookWorld.OtherSecret), connection: "other"));
    }

    [Fact]
    public async Task While_a_secret_is_rotated_both_hold()
    {
        Assert.Equal(200, await World.PostAsync(World.Body(openId: "rotated-1")));
        Assert.Equal(200, await World.PostAsync(World.Body(openId: "rotated-2"), secret: WebhookWorld.FormerSecret));
        var other = World.Body(openId: "rotated-3", clientKey: WebhookWorld.OtherApp);
        Assert.Equal(401, await World.PostAsync(other, World.Signature(other, secret: WebhookWorld.FormerSecret), connection: "other"));
    }

    [Fact]
    public async Task The_former_secret_comes_from_the_environment_like_the_other_one()
    {
        await using var broker = await Broker.StartAsync(arguments:
        [
            $"--TIKTOK_CLIENT_ID={TikTokEmulator.ProductionClientKey}", $"--TIKTOK_CLIENT_SECRET={WebhookWorld.OtherSecret}", $"--TIKTOK_CLIENT_SECRET_FORMER={WebhookWorld.FormerSecret}",
        ]);
        foreach (var (secret, status) in ((string, int)[])[(WebhookWorld.OtherSecret, 200), (WebhookWorld.FormerSecret, 200), (TikTokEmulator.ClientSecret, 401)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/tiktok/tiktok") { Content = new StringContent(World.Body()) };
            request.Headers.TryAddWithoutValidation("TikTok-Signature", World.Signature(World.Body(), secret: secret));
            Assert.Equal(status, (int)(await broker.Http.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Most_events_must_be_fresh_and_a_removal_less_than_three_days_old()
    {
        foreach (var (name, age, status) in ((string, TimeSpan, int)[])
        [
            ("video.publish.completed", TimeSpan.FromMinutes(4), 200), ("video.publish.completed", TimeSpan.FromMinutes(6), 401), ("video.publish.completed", TimeSpan.FromMinutes(-4), 200),
            ("video.publish.completed", TimeSpan.FromMinutes(-6), 401), ("authorization.removed", TimeSpan.FromHours(70), 200), ("authorization.removed", TimeSpan.FromHours(73), 401),
            ("authorization.removed", TimeSpan.FromMinutes(-6), 401), ("authorization.removed", TimeSpan.FromHours(-70), 401),
        ])
        {
            Assert.Equal((name, age, status), (name, age, await World.PostAsync(World.Body(name, "fresh", age), age)));
        }

        // Signed anew at each try, as TikTok may do it.
        Assert.Equal(200, await World.PostAsync(World.Body("authorization.removed", "resigned", TimeSpan.FromHours(71))));
        Assert.Equal(200, await World.PostAsync(World.Body("post.publish.complete", "resigned", TimeSpan.FromHours(71))));
        Assert.Equal(401, await World.PostAsync(World.Body("authorization.removed", "resigned", TimeSpan.FromHours(73))));
    }

    [Fact]
    public async Task What_is_no_event_or_too_much_is_refused()
    {
        foreach (var body in (string[])["", "{}", "[]", "null", "{", "{\"client_key\":1}", "{\"client_key\":\"x\",\"event\":\"y\"}", "\"\ud83d\"", World.Body()[..^1]])
        {
            Assert.True(await World.PostAsync(body) == 400, body);
        }

        Assert.Equal(413, await World.PostAsync(World.Body(content: new string('x', 66_000))));
        var large = World.Body(content: new string('x', 66_000));
        var chunked = await RawConnection.SendAsync(
            World.Broker.Address, $"POST /webhooks/tiktok/tiktok HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{large.Length:x}\r\n{large}\r\n0\r\n\r\n");
        Assert.Equal(413, RawConnection.StatusOf(chunked));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_duplicate_is_taken_and_does_nothing_more_whoever_of_many_is_first(string engine)
    {
        var world = fixture.World(engine);
        var body = world.Body("video.publish.completed", $"many-{engine}", content: "{\\\"share_id\\\": \\\"v.1\\\"}");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PostAsync(body))), status => Assert.Equal(200, status));
        world.Broker.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(200, await world.PostAsync(body)); // a retry, signed anew
        var told = await world.Sink.NextAsync(WebhookWorld.Everything, message => message.Of("share_id") == "v.1");
        Assert.Equal(("video.publish.completed", null, null), (told.Of("event"), told.Of("user_id"), told.Of("open_id"))); // nobody that we know
        Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.WebhookReceived }), one => one.Cause == "video.publish.completed" && one.At == told.Json.GetProperty("timestamp").GetDateTimeOffset());
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await context.WebhookEvents.CountAsync(row => row.Body.Contains("v.1")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_seen_is_forgotten_when_it_could_not_come_again(string engine)
    {
        await using var database = await Tests.Storage.Database.OpenAsync(engine);
        var store = database.Get<ITikTokWebhookStore>();
        var received = new ReceivedWebhook
        {
            Hash = [1, 2, 3],
            SeenUntil = database.Time.GetUtcNow() + TimeSpan.FromHours(96),
            TikTokApp = "app",
            Audited = new AuditEvent(AuditNames.WebhookReceived) { At = database.Time.GetUtcNow() },
        };
        Assert.True(await store.TryReceiveAsync(received));
        Assert.False(await store.TryReceiveAsync(received));
        database.Time.Advance(TimeSpan.FromHours(95));
        Assert.Equal(0, await database.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None));
        Assert.True(await store.HasSeenAsync([1, 2, 3], CancellationToken.None));
        database.Time.Advance(TimeSpan.FromHours(2));
        await database.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None);
        Assert.False(await store.HasSeenAsync([1, 2, 3], CancellationToken.None));
    }

    [Fact]
    public async Task The_operator_can_see_why_something_was_refused()
    {
        await using var world = await WebhookWorld.StartAsync(Sqlite);
        var body = world.Body();
        for (var index = 0; index < 3; index++)
        {
            await world.PostAsync(body, secret: WebhookWorld.OtherSecret);
        }

        await world.PostAsync(body, null);
        await world.PostAsync(body, TimeSpan.FromDays(9));
        var refused = await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.WebhookRefused });
        Assert.Equal([("signature_missing", 1L), ("signature_stale", 1L), ("signature_wrong", 3L)], refused.Select(one => (one.Cause!, one.Count)).Order());
        Assert.All(refused, one => Assert.Equal(("tiktok", ErrorIds.WebhookRefused), (one.Connection, one.ErrorId)));
        Assert.Empty(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.AuthorizationRemoved }));
    }
}
