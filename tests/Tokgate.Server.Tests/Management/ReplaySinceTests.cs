using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>Everything since an instant, again, on both engines.</summary>
public sealed class ReplaySinceTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_gets_again_what_happened_since_and_it_wants_also_what_it_was_never_sent(string engine)
    {
        await using var sink = await WebhookSink.StartAsync();
        await using var world = await PeopleWorld.StartAsync(engine);
        await AddAsync(world, "first", sink.At("first"), "user.*");
        await world.SignInAsync();
        var before = await sink.NextAsync("first", "user.signed_in");
        world.Broker.Time.Advance(TimeSpan.FromMinutes(10));
        var since = world.Broker.Time.GetUtcNow();
        world.Broker.Time.Advance(TimeSpan.FromMinutes(10));
        await world.SignInAsync();
        var after = await sink.NextAsync("first", "user.signed_in");

        // One that came later gets what was there before it, as far back as is asked and no further.
        await AddAsync(world, "second", sink.At("second"), "user.signed_in");
        var replayed = await ReplayAsync(world, "second", since);
        Assert.Equal((1, false), (replayed.Json.GetProperty("replayed").GetInt32(), replayed.Json.GetProperty("more").GetBoolean()));
        Assert.Equal(after.Id, (await sink.NextAsync("second", "user.signed_in")).Id);
        Assert.Equal(0, (await world.Management.CallAsync("POST", "webhooks/second/replay?dry_run=true", Since(since))).Json.GetProperty("replayed").GetInt32());

        var all = await ReplayAsync(world, "second", since - TimeSpan.FromDays(1));
        Assert.True(all.Json.GetProperty("replayed").GetInt32() is 1 or 2, all.Body); // the one that is on its way still is let alone
        Assert.Equal(before.Id, (await sink.NextAsync("second", told => told.Id == before.Id)).Id);
        Assert.Contains(await world.Broker.AuditAsync(), static audited => audited is { Name: AuditNames.WebhookReplayed, Subject: "second", Count: 1 });
    }

    [Fact]
    public async Task A_replay_without_an_instant_or_for_nobody_is_refused()
    {
        await using var world = await ManagementWorld.StartAsync();
        Assert.Equal(201, (await world.CallAsync("POST", "webhooks", """{"id":"a","url":"https://hooks.example/a","events":["*"],"enabled":false}""")).Status);
        Assert.Equal(400, (await world.CallAsync("POST", "webhooks/a/replay", "{}")).Status);
        Assert.Equal(400, (await world.CallAsync("POST", "webhooks/a/replay", """{"since":"yesterday"}""")).Status);
        Assert.Equal(400, (await world.CallAsync("POST", "webhooks/a/replay", """{"since":"2026-11-21T18:00:00Z","until":"2026-11-22T18:00:00Z"}""")).Status);
        Assert.Equal(404, (await world.CallAsync("POST", "webhooks/b/replay", """{"since":"2026-11-21T18:00:00Z"}""")).Status);
        var disabled = await world.CallAsync("POST", "webhooks/a/replay", """{"since":"2026-11-21T18:00:00Z"}""");
        Assert.Equal((409, "webhook_disabled"), (disabled.Status, disabled.Json.GetProperty("errorCode").GetString()));
    }

    private static async Task AddAsync(PeopleWorld world, string id, string url, string events)
    {
        var made = await world.Management.CallAsync("POST", "webhooks", new JsonObject { ["id"] = id, ["url"] = url, ["events"] = new JsonArray(events) }.ToJsonString());
        Assert.True(made.Status == 201, made.Body);
    }

    private static async Task<Answer> ReplayAsync(PeopleWorld world, string id, DateTimeOffset since)
    {
        var answer = await world.Management.CallAsync("POST", $"webhooks/{id}/replay", Since(since));
        Assert.True(answer.Status == 200, answer.Body);
        return answer;
    }

    private static string Since(DateTimeOffset since) => new JsonObject { ["since"] = since.ToString("O", CultureInfo.InvariantCulture) }.ToJsonString();
}
