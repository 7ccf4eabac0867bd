using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Webhooks;

namespace Tokgate.Server.Tests.Management;

/// <summary>Webhook receivers by the management API, on both engines.</summary>
public sealed class ReceiverTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_is_added_told_rotated_replayed_and_removed(string engine)
    {
        await using var sink = await WebhookSink.StartAsync();
        await using var world = await PeopleWorld.StartAsync(engine);
        var made = await world.Management.CallAsync("POST", "webhooks", new JsonObject { ["id"] = "mine", ["url"] = sink.At("mine"), ["events"] = new JsonArray("user.*") }.ToJsonString());
        Assert.True(made.Status == 201, made.Body);
        var first = made.Json.GetProperty("secret").GetString()!; // told once
        Assert.Equal(("api", true, 1), (made.Json.GetProperty("source").GetString(), made.Json.GetProperty("enabled").GetBoolean(), made.Json.GetProperty("secrets").GetArrayLength()));
        Assert.DoesNotContain(first, (await world.Management.CallAsync("GET", "webhooks/mine")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(first, (await world.Management.CallAsync("GET", "webhooks")).Body, StringComparison.Ordinal);

        // What happens from now on is told, signed with the secret of the answer.
        await world.SignInAsync();
        var message = await sink.NextAsync("mine", "user.signed_in");
        Assert.True(IsSigned(world.Broker, message, first));
        var rotated = await world.Management.CallAsync("POST", "webhooks/mine/rotate-secret");
        Assert.True(rotated.Status == 200, rotated.Body);
        var second = rotated.Json.GetProperty("secret").GetString()!; // as above
        Assert.Equal(2, rotated.Json.GetProperty("secrets").GetArrayLength());
        await world.SignInAsync();
        message = await sink.NextAsync("mine", "user.signed_in");
        Assert.True(IsSigned(world.Broker, message, first) && IsSigned(world.Broker, message, second));
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", "webhooks/mine/secrets/" + rotated.Json.GetProperty("secrets")[1].GetProperty("id").GetString())).Status);
        Assert.Equal(409, (await world.Management.CallAsync("DELETE", "webhooks/mine/secrets/" + rotated.Json.GetProperty("secrets")[0].GetProperty("id").GetString())).Status);

        var deliveries = await DeliveriesAsync(world, "done", atLeast: 3);
        var replayed = await world.Management.CallAsync("POST", $"webhooks/mine/deliveries/{deliveries[0].GetProperty("id").GetString()}/replay");
        Assert.True(replayed.Status == 200, replayed.Body);
        message = await sink.NextAsync("mine", told => told.Id == deliveries[0].GetProperty("event_id").GetString());
        Assert.True(IsSigned(world.Broker, message, second) && !IsSigned(world.Broker, message, first));

        Assert.Equal(204, (await world.Management.CallAsync("DELETE", "webhooks/mine")).Status);
        Assert.Equal(404, (await world.Management.CallAsync("GET", "webhooks/mine/deliveries")).Status);
        var trail = await world.Broker.AuditAsync();
        Assert.Equal([AuditNames.WebhookReceiverCreated, AuditNames.WebhookReceiverChanged, AuditNames.WebhookReceiverChanged, AuditNames.WebhookReplayed, AuditNames.WebhookReceiverDeleted],
            trail.Where(audited => audited.Name.StartsWith("webhook.re", StringComparison.Ordinal)).OrderBy(audited => audited.Id).Select(audited => audited.Name));
        Assert.DoesNotContain(trail, audited => audited.Change?.Contains("whsec_", StringComparison.Ordinal) == true);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_change_is_merged_switched_and_refused_where_it_cannot_work(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        const string good = """{"id":"a","url":"https://hooks.example/a","events":["grant.*"]}""";
        foreach (var (bad, member) in (IEnumerable<(string, string)>)
        [
            ("""{"url":"https://hooks.example/a"}""", "events"), ("""{"events":["*"]}""", "url"), ("""{"url":"https://169.254.169.254/x","events":["*"]}""", "url"), ("""{"url":"http://93.184.216.34/a","events":["*"]}""", "url"),
            ("""{"url":"https://hooks.example/a","events":["nothing"]}""", "events"), ("""{"id":"A b","url":"https://hooks.example/a","events":["*"]}""", "id"),
            ("""{"url":"https://hooks.example/a","events":["*"],"secret":"short"}""", "secret"), ("""{"url":"https://hooks.example/a","events":["*"],"failing_since":"x"}""", "failing_since"),
        ])
        {
            var refused = await world.CallAsync("POST", "webhooks", bad);
            Assert.True(refused.Status == 400 && refused.Json.GetProperty("details").EnumerateArray().Any(detail => detail.GetProperty("member").GetString() == member), refused.Body);
        }

        Assert.Equal(201, (await world.CallAsync("POST", "webhooks?dry_run=true", good)).Status);
        Assert.Equal("[]", (await world.CallAsync("GET", "webhooks")).Body);
        Assert.Equal(201, (await world.CallAsync("POST", "webhooks", good)).Status);
        Assert.Equal((409, "webhook_exists"), (await world.CallAsync("POST", "webhooks", good)) is var twice ? (twice.Status, twice.Json.GetProperty("errorCode").GetString()) : default);
        var read = await world.CallAsync("GET", "webhooks/a");
        var same = await world.CallAsync("PATCH", "webhooks/a", read.Body);
        Assert.Equal((200, read.Body, read.Headers["ETag"]), (same.Status, same.Body, same.Headers["ETag"]));
        var off = await world.CallAsync("PATCH", "webhooks/a", """{"enabled":false,"events":["*"]}""", null, ("If-Match", read.Headers["ETag"]));
        Assert.Equal((200, "operator", 10), (off.Status, off.Json.GetProperty("disabled_cause").GetString(), off.Json.GetProperty("events").GetArrayLength()));
        Assert.Equal(412, (await world.CallAsync("PATCH", "webhooks/a", """{"events":["user.*"]}""", null, ("If-Match", read.Headers["ETag"]))).Status);
        var moved = await world.CallAsync("PATCH", "webhooks/a", """{"url":"https://hooks.example/b"}""");
        Assert.False(moved.Json.GetProperty("enabled").GetBoolean());
        Assert.True((await world.CallAsync("PATCH", "webhooks/a", """{"enabled":true}""")).Json.GetProperty("enabled").GetBoolean());
        Assert.Equal(400, (await world.CallAsync("PATCH", "webhooks/a", $$"""{"secret":"{{WebhookWorld.Key}}"}""")).Status);
        Assert.Equal(400, (await world.CallAsync("PATCH", "webhooks/a", """{"id":"b"}""")).Status);
        var own = await world.CallAsync("POST", "webhooks", $$"""{"url":"https://hooks.example/c","events":["*"],"secret":"{{WebhookWorld.Key}}"}""");
        Assert.Equal(201, own.Status);
        Assert.DoesNotContain(WebhookWorld.Key, own.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_settings_declare_is_shown_and_is_theirs_to_change()
    {
        await using var sink = await WebhookSink.StartAsync();
        await using var world = await ManagementWorld.StartAsync("SQLite", WebhookWorld.Receivers(sink));
        var shown = (await world.CallAsync("GET", "webhooks/" + WebhookWorld.Everything)).Json;
        Assert.Equal(("settings", 2), (shown.GetProperty("source").GetString(), shown.GetProperty("secrets").GetArrayLength()));
        foreach (var (method, path, body) in (IEnumerable<(string, string, string?)>)
            [("PATCH", "", """{"enabled":false}"""), ("DELETE", "", null), ("POST", "/rotate-secret", null), ("DELETE", "/secrets/x", null)])
        {
            var refused = await world.CallAsync(method, $"webhooks/{WebhookWorld.Everything}{path}", body);
            Assert.Equal((409, "webhook_from_settings"), (refused.Status, refused.Json.GetProperty("errorCode").GetString()));
        }
    }

    // How many have arrived a poll finds out: the queue answers behind everybody's back.
    private static async Task<List<JsonElement>> DeliveriesAsync(PeopleWorld world, string state, int atLeast)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var page = await world.Management.CallAsync("GET", $"webhooks/mine/deliveries?state={state}&take=2");
            var rest = page.Json.TryGetProperty("next", out var next) ? await world.Management.CallAsync("GET", $"webhooks/mine/deliveries?state={state}&take=50&from={next.GetString()}") : null;
            List<JsonElement> found = [.. page.Json.GetProperty("deliveries").EnumerateArray(), .. rest?.Json.GetProperty("deliveries").EnumerateArray() ?? default];
            if (found.Count >= atLeast)
            {
                Assert.Equal(found.Count, found.Select(delivery => delivery.GetProperty("id").GetString()).Distinct().Count());
                return found;
            }

            await Task.Yield();
        }
    }

    private static bool IsSigned(Broker broker, WebhookSink.Message message, string secret) =>
        SignatureCheck.Verify(message.Id, message.Headers["webhook-timestamp"], message.Headers["webhook-signature"], Encoding.UTF8.GetBytes(message.Body), secret, broker.Time.GetUtcNow());
}
