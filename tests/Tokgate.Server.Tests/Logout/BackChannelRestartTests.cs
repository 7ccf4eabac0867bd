using Tokgate.Server.Sessions;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Logout;

public sealed class BackChannelRestartTests
{
    [Fact]
    public async Task What_was_under_way_when_the_broker_stopped_is_sent_by_the_next_one_at_once()
    {
        using var directory = new TempDirectory();
        await using var receiver = await LogoutReceiver.StartAsync();
        var hung = new TaskCompletionSource();
        receiver.Answer(The.Web, _ => hung.Task);
        IReadOnlyList<TokgateServerClient> clients = [new() { Id = The.Web, Secret = The.WebSecret, RedirectUris = [SignIn.RedirectUri], BackChannelLogoutUri = receiver.At(The.Web) }];
        var time = new ManualTime();
        await using (var first = await Broker.StartAsync(clients, dataDirectory: directory.Path, time: time))
        {
            await first.Get<IWriteDoor>().WriteAsync(context => SignedInAsync(context, time.GetUtcNow()), CancellationToken.None);
            Assert.True(await first.Get<ISessionStore>().EndAsync(SignIn.SessionId, CancellationToken.None));
            await receiver.NextAsync(The.Web);
        }

        await using var second = await Broker.StartAsync(clients, dataDirectory: directory.Path, time: time);
        Assert.Equal(SignIn.SessionId, Broker.PayloadOf(await receiver.NextTokenAsync(The.Web)).GetProperty("sid").GetString());
        hung.SetResult();
    }

    private static Task<int> SignedInAsync(TokgateDbContext context, DateTimeOffset now)
    {
        SignIn.AddPerson(context, now);
        context.SessionClients.Add(new SessionClientRow { SessionId = SignIn.SessionId, ClientId = The.Web });
        return context.SaveChangesAsync();
    }
}
