using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>Our webhooks, as an operator's server sees them (T-67).</summary>
public sealed class WebhookDeliveryTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_is_told_of_a_new_person_and_of_each_sign_in_with_both_signatures(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world.World);
        using var again = await SignedIn.StartAsync(world.World);
        var (user, session) = (Claim(person, "sub"), Claim(person, "sid"));
        var (first, second, third) = (await NextAsync(), await NextAsync(), await NextAsync());
        var created = Assert.Single((WebhookSink.Message[])[first, second, third], message => message.Type == WebhookTypes.UserCreated);
        Assert.Equal((user, "tiktok"), (created.Of("user_id"), created.Of("connection")));
        var sessions = ((WebhookSink.Message[])[first, second, third]).Where(message => message.Type == WebhookTypes.UserSignedIn).Select(message => (message.Of("user_id"), message.Of("client_id"), message.Of("session_id")));
        Assert.Equal(new HashSet<(string?, string?, string?)> { (user, The.Web, session), (user, The.Web, Claim(again, "sid")) }, [.. sessions]);
        foreach (var message in (WebhookSink.Message[])[first, second, third])
        {
            Assert.Equal("application/json", message.Headers["content-type"]);
            Assert.StartsWith("evt_", message.Id, StringComparison.Ordinal);
            Assert.Equal(world.Broker.Time.GetUtcNow().ToUnixTimeSeconds(), long.Parse(message.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
            Assert.Equal(Sign(WebhookWorld.Key, message) + " " + Sign(WebhookWorld.FormerKey, message), message.Headers["webhook-signature"]);
            foreach (var secret in (string[])[person.IdToken, person.Token("access_token"), "act.", "rft.", The.WebSecret])
            {
                Assert.DoesNotContain(secret, message.Body, StringComparison.Ordinal);
            }
        }

        Assert.False(world.Sink.HasMore(WebhookWorld.Everything));
        Assert.False(world.Sink.HasMore(WebhookWorld.Removals)); // it wants grants only

        Task<WebhookSink.Message> NextAsync() => world.Sink.NextAsync(WebhookWorld.Everything);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_that_fails_gets_it_again_later_under_the_same_id_and_signed_anew(string engine)
    {
        await using var world = await WebhookWorld.StartAsync(engine);
        world.Sink.Answer(WebhookWorld.Everything, HttpStatusCode.InternalServerError);
        using var person = await SignedIn.StartAsync(world.World);
        var first = await world.Sink.NextAsync(WebhookWorld.Everything, WebhookTypes.UserSignedIn);
        await TriedAsync(world, first.Id, 1);
        await LogAsync(world, first.Id, row => row is { State: "waiting", Attempts: 1, LastStatus: 500, EndedAt: null });
        await ReceiverAsync(world, receiver => receiver is { FailingSince: not null, DisabledAt: null });
        world.Sink.Answer(WebhookWorld.Everything, HttpStatusCode.NoContent);
        world.Broker.Time.Advance(TimeSpan.FromSeconds(5));
        world.Broker.Get<DeliveryBell>().Ring();
        var second = await world.Sink.NextAsync(WebhookWorld.Everything, WebhookTypes.UserSignedIn);
        Assert.Equal((first.Id, first.Body), (second.Id, second.Body));
        Assert.NotEqual(first.Headers["webhook-timestamp"], second.Headers["webhook-timestamp"]);
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);
        await LogAsync(world, first.Id, row => row is { State: "done", Attempts: 2, LastStatus: 204, EndedAt: not null });
        await ReceiverAsync(world, receiver => receiver.FailingSince is null);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_that_is_gone_is_disabled_until_it_is_enabled_and_can_have_what_it_missed(string engine)
    {
        await using var world = await WebhookWorld.StartAsync(engine);
        world.Sink.Answer(WebhookWorld.Everything, HttpStatusCode.Gone);
        using var person = await SignedIn.StartAsync(world.World);
        var refused = await world.Sink.NextAsync(WebhookWorld.Everything);
        await LogAsync(world, refused.Id, row => row is { State: "dead", Attempts: 1, LastStatus: 410 });
        await ReceiverAsync(world, receiver => receiver is { DisabledAt: not null, DisabledCause: "gone" });
        var audited = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.WebhookReceiverDisabled }));
        Assert.Equal((WebhookWorld.Everything, "gone", ErrorIds.WebhookReceiverDisabled), (audited.Subject, audited.Cause, audited.ErrorId));

        // Nobody wants sign-ins any more, so none is written down.
        await Eventually.HoldsAsync(() => Task.FromResult(!world.Broker.Get<ReceiverDirectory>().Wants(WebhookTypes.UserSignedIn)));
        var before = await CountAsync(world);
        using var unheard = await SignedIn.StartAsync(world.World);
        Assert.Equal(before, await CountAsync(world));

        var (receivers, events) = (world.Broker.Get<IReceiverStore>(), world.Broker.Get<IWebhookEventStore>());
        Assert.Equal(0, await events.ReplayAsync(refused.Id, null, CancellationToken.None));
        Assert.True(await receivers.EnableAsync(WebhookWorld.Everything, CancellationToken.None));
        Assert.False(await receivers.EnableAsync(WebhookWorld.Everything, CancellationToken.None));
        world.Sink.Answer(WebhookWorld.Everything, HttpStatusCode.OK);
        while (world.Sink.HasMore(WebhookWorld.Everything))
        {
            await world.Sink.NextAsync(WebhookWorld.Everything); // tried before the receiver was disabled
        }

        Assert.Equal(0, await events.ReplayAsync(refused.Id, WebhookWorld.Removals, CancellationToken.None)); // does not want it
        Assert.Equal(1, await events.ReplayAsync(refused.Id, null, CancellationToken.None));
        var replayed = await world.Sink.NextAsync(WebhookWorld.Everything);
        Assert.Equal((refused.Id, refused.Body), (replayed.Id, replayed.Body));
        await LogAsync(world, refused.Id, row => row is { State: "done", Attempts: 1, LastStatus: 200 });
        Assert.Equal(refused.Id, Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.WebhookReplayed })).Subject);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_receiver_that_fails_for_five_days_is_disabled(string engine)
    {
        await using var world = await WebhookWorld.StartAsync(engine, arguments: "--Tokgate:Webhooks:MaxAttempts=100");
        world.Sink.Answer(WebhookWorld.Everything, HttpStatusCode.BadGateway);
        using var person = await SignedIn.StartAsync(world.World);
        var message = await world.Sink.NextAsync(WebhookWorld.Everything, WebhookTypes.UserSignedIn);
        await TriedAsync(world, message.Id, 1);
        foreach (var (days, attempts, isDisabled) in ((int, int, bool)[])[(4, 2, false), (2, 3, true)])
        {
            world.Broker.Time.Advance(TimeSpan.FromDays(days));
            world.Broker.Get<DeliveryBell>().Ring();
            await TriedAsync(world, message.Id, attempts);
            await ReceiverAsync(world, receiver => (receiver.DisabledAt is not null) == isDisabled && receiver.FailingSince is not null);
        }

        Assert.Equal("failing", Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.WebhookReceiverDisabled })).Cause);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_event_is_there_with_its_cause_or_not_at_all(string engine)
    {
        await using var database = await Tests.Storage.Database.OpenAsync(engine);
        await database.Get<IReceiverStore>().SaveAsync(new WebhookReceiver { Id = "a", Url = "https://a.example/x", Events = [WebhookTypes.UserCreated], SealedSecrets = [1] }, CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => database.Door.WriteAsync<int>(
            async context =>
            {
                await WebhookWriting.AddAsync(context, WebhookEvent.New("1", WebhookTypes.UserCreated, database.Time.GetUtcNow()));
                throw new TimeoutException();
            },
            CancellationToken.None));
        await database.Door.WriteAsync(
            async context =>
            {
                await WebhookWriting.AddAsync(context, WebhookEvent.New("2", WebhookTypes.UserCreated, database.Time.GetUtcNow()));
                await WebhookWriting.AddAsync(context, WebhookEvent.New("2", WebhookTypes.UserCreated, database.Time.GetUtcNow()));
                await WebhookWriting.AddAsync(context, WebhookEvent.New("3", WebhookTypes.UserSignedIn, database.Time.GetUtcNow())); // nobody wants it
                return 0;
            },
            CancellationToken.None);
        await using var reading = database.Context();
        Assert.Equal("evt_2", Assert.Single(reading.WebhookEvents).Id);
        var delivery = Assert.Single(await database.Get<IWebhookEventStore>().ListAsync(null, "a", 10, CancellationToken.None));
        Assert.Equal(("evt_2", "a", "waiting", 0), (delivery.EventId, delivery.ReceiverId, delivery.State, delivery.Attempts));
        database.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await database.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None));
    }

    private static string Sign(string secret, WebhookSink.Message message) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{message.Id}.{message.Headers["webhook-timestamp"]}.{message.Body}")));

    private static string Claim(SignedIn person, string name) => Broker.PayloadOf(person.IdToken).GetProperty(name).GetString()!; // an ID token has it

    private static async Task<int> CountAsync(WebhookWorld world)
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await context.WebhookEvents.CountAsync() + await context.Deliveries.CountAsync(row => row.Recipient != null);
    }

    // The outcome is written after the receiver has answered, so it is looked for until it is there.
    private static Task LogAsync(WebhookWorld world, string eventId, Func<WebhookDelivery, bool> holds) => Eventually.HoldsAsync(async () =>
        holds(Assert.Single(await world.Broker.Get<IWebhookEventStore>().ListAsync(eventId, WebhookWorld.Everything, 10, CancellationToken.None))));

    private static Task TriedAsync(WebhookWorld world, string eventId, int attempts) => Eventually.HoldsAsync(async () =>
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await context.Deliveries.AnyAsync(row => row.Subject == eventId && row.Attempts == attempts && row.Lease == null);
    });

    private static Task ReceiverAsync(WebhookWorld world, Func<WebhookReceiver, bool> holds) => Eventually.HoldsAsync(async () =>
        holds((await world.Broker.Get<IReceiverStore>().ListAsync(CancellationToken.None)).Single(receiver => receiver.Id == WebhookWorld.Everything)));
}
