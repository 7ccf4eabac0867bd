using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Clients;

public sealed class SecretUseTests
{
    public static TheoryData<string> Engines => Database.Engines;

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_secret_s_use_is_noted_in_the_background()
    {
        await using var broker = await Broker.StartAsync();
        Assert.Null(await LastUsedAsync(broker));
        await broker.MachineTokenAsync();
        await broker.MachineTokenAsync();
        await Eventually.HoldsAsync(async () => await LastUsedAsync(broker) is not null);

        Assert.Equal(broker.Time.GetUtcNow(), await LastUsedAsync(broker));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_use_is_written_once_an_hour_by_whichever_node(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        var now = database.Time.GetUtcNow();
        await store.TryCreateAsync(new Client { Id = "c", Name = "C", Type = ClientType.Machine }, [new ClientSecret("s", "pre", [1], now, null)], None);
        var hour = SecretUseHostedService.Coarseness;
        Assert.True(await store.NoteUseAsync("s", now, now - hour, None));
        Assert.False(await store.NoteUseAsync("s", now + TimeSpan.FromMinutes(59), now + TimeSpan.FromMinutes(59) - hour, None));
        Assert.Equal(now, (await store.FindAsync("c", None))!.Secrets[0].LastUsedAt); // just created
        Assert.True(await store.NoteUseAsync("s", now + hour, now, None));
        Assert.False(await store.NoteUseAsync("other", now + hour, now, None));
        Assert.Equal(now + hour, (await store.FindAsync("c", None))!.Secrets[0].LastUsedAt); // as above
    }

    private static async Task<DateTimeOffset?> LastUsedAsync(Broker broker) =>
        (await broker.Get<IClientStore>().FindAsync(The.Machine, None))!.Secrets[0].LastUsedAt; // of the cast
}
