using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Audit;

public sealed class SuspicionTests
{
    [Fact]
    public async Task A_state_that_is_used_or_another_browsers_is_suspicious()
    {
        await using var world = await SignInWorld.StartAsync();
        using var first = world.NewBrowser();
        var callback = (await first.GoUntilAsync(SignInWorld.Authorize(), static target => target.AbsolutePath == "/login/callback")).PathAndQuery;
        using var second = world.NewBrowser();
        await second.StepAsync(callback);
        await second.StepAsync(callback);

        var told = await world.Broker.AuditAsync();
        var other = Assert.Single(told, one => one.Name == AuditNames.OtherBrowser);
        Assert.Equal(told.Single(one => one.Name == AuditNames.SignInStarted).FlowId, other.FlowId);
        Assert.Single(told, one => one.Name == AuditNames.StateUnknown);
    }

    [Fact]
    public async Task A_code_and_a_refresh_token_that_come_again_are_suspicious()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        await signIn.RedeemAsync(code);
        await signIn.RedeemAsync(code);
        var replayed = Assert.Single(await signIn.Broker.AuditAsync(new AuditFilter { Name = AuditNames.CodeReplayed }));
        Assert.Equal((SignIn.UserId, SignIn.SessionId, The.Web), (replayed.UserId, replayed.SessionId, replayed.ClientId));
        Assert.Contains(AuditNames.GrantRevoked, (await signIn.Broker.StoryAsync(replayed.FlowId)).Select(told => told.Name));

        var token = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!; // the request is offline
        await signIn.RefreshAsync(token);
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(1));
        await signIn.RefreshAsync(token);
        var reused = Assert.Single(await signIn.Broker.AuditAsync(new AuditFilter { Name = AuditNames.RefreshReused }));
        Assert.Contains(AuditNames.GrantRevoked, (await signIn.Broker.StoryAsync(reused.FlowId)).Select(told => told.Name));
    }

    [Fact]
    public async Task Guessing_a_secret_is_suspicious_and_told_by_number()
    {
        await using var broker = await Broker.StartAsync();
        for (var attempt = 0; attempt < GuessLimit.PerClient + 5; attempt++)
        {
            await broker.PostAsync("/oauth/token", Broker.Basic(The.Machine, "wrong"), ("grant_type", "client_credentials"));
        }

        var guessing = Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.SecretGuessing }));
        Assert.Equal((5, The.Machine), (guessing.Count, guessing.ClientId));
    }

    [Fact]
    public async Task Many_people_and_many_who_never_come_back_are_told_once_per_address_and_hour()
    {
        await using var broker = await Broker.StartAsync();
        var watch = broker.Get<SuspicionWatch>();
        for (var person = 0; person < 2 * SuspicionWatch.ManyPeople; person++)
        {
            watch.SignedIn("crowd", $"person-{person}");
            watch.SignedIn("household", $"person-{person % 5}");
        }

        for (var start = 0; start < 2 * SuspicionWatch.ManyAbandoned; start++)
        {
            watch.Started("abandons");
            watch.Started("returns");
            watch.Returned("returns");
        }

        Assert.Equal([AuditNames.ManyAbandoned, AuditNames.ManyPeople], await NamesAsync());
        broker.Time.Advance(SuspicionWatch.Window);
        for (var person = 0; person < SuspicionWatch.ManyPeople; person++)
        {
            watch.SignedIn("crowd", $"person-{person}");
        }

        Assert.Equal([AuditNames.ManyPeople, AuditNames.ManyAbandoned, AuditNames.ManyPeople], await NamesAsync());

        async Task<IEnumerable<string>> NamesAsync() =>
            (await broker.AuditAsync()).Select(told => told.Name).Where(name => name.StartsWith("suspicious", StringComparison.Ordinal));
    }
}
