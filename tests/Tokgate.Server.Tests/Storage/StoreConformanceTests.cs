using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Storage;

/// <summary>Each store on each engine: the same promises.</summary>
public sealed class StoreConformanceTests
{
    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_comes_back_as_it_was_written(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        var client = Some() with
        {
            Type = ClientType.Machine,
            Status = ClientStatus.Disabled,
            AuthMethods = [ClientAuthMethod.PrivateKeyJwt],
            KeySet = "{}",
            IdTokenAlgorithm = SigningAlgorithm.ES256,
            Audiences = [new ClientAudience("https://api.example/", ["read"])],
            Connections = ["tiktok"],
            AccessTokenLifetime = TimeSpan.FromMinutes(7),
            Name = "Zoë's \"app\"",
        };
        Assert.True(await store.TryCreateAsync(client, [SomeSecret("s1", database)], None));

        var found = await store.FindAsync(client.Id, None);
        Assert.NotNull(found);
        Assert.Equal(client.Name, found.Client.Name);
        Assert.Equal(ClientStatus.Disabled, found.Client.Status);
        Assert.Equal([ClientAuthMethod.PrivateKeyJwt], found.Client.AuthMethods);
        Assert.Equal(SigningAlgorithm.ES256, found.Client.IdTokenAlgorithm);
        Assert.Equal("read", found.Client.Audiences[0].Scopes[0]);
        Assert.Equal(["tiktok"], found.Client.Connections);
        Assert.Equal(TimeSpan.FromMinutes(7), found.Client.AccessTokenLifetime);
        Assert.Equal(SomeSecret("s1", database).Hash, found.Secrets[0].Hash);
        Assert.Null(await store.FindAsync("nobody", None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_id_is_given_once(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.TryCreateAsync(Some(), [], None))));
        Assert.Equal(1, won.Count(first => first));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_those_who_change_the_same_version_one_wins(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        await store.TryCreateAsync(Some(), [], None);
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => store.TryUpdateAsync(Some() with { Name = $"name {index}" }, None))));
        Assert.Equal(1, won.Count(first => first));
        Assert.Equal(2, (await store.FindAsync("client", None))!.Client.Version);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_has_at_most_two_secrets_that_count(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        Assert.False(await store.TryAddSecretAsync("client", SomeSecret("early", database), None));
        await store.TryCreateAsync(Some(), [], None);
        var won = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => Task.Run(() => store.TryAddSecretAsync("client", SomeSecret($"s{index}", database), None))));
        Assert.Equal(2, won.Count(added => added));

        var secrets = (await store.FindAsync("client", None))!.Secrets;
        Assert.True(await store.RemoveSecretAsync("client", secrets[0].Id, None));
        Assert.False(await store.RemoveSecretAsync("client", secrets[0].Id, None));
        Assert.False(await store.RemoveSecretAsync("other", secrets[1].Id, None));
        Assert.True(await store.TryAddSecretAsync("client", SomeSecret("new", database), None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_takes_its_secrets_along(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IClientStore>();
        await store.TryCreateAsync(Some(), [SomeSecret("s1", database)], None);
        Assert.True(await store.DeleteAsync("client", None));
        Assert.False(await store.DeleteAsync("client", None));
        await store.TryCreateAsync(Some(), [], None);
        Assert.Empty((await store.FindAsync("client", None))!.Secrets);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_generation_of_keys_is_made_once(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<ISigningKeyStore>();
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() => store.TryAddAsync(
            new StoredSigningKey($"key-{index}", SigningAlgorithm.ES256, 1, [1, 2, 3], database.Time.GetUtcNow(), database.Time.GetUtcNow()), None))));
        Assert.Equal(1, won.Count(first => first));
        var kept = Assert.Single(await store.ListAsync(None));
        Assert.Equal([1, 2, 3], kept.SealedPrivateKey);
        Assert.Equal(database.Time.GetUtcNow(), kept.ActivatesAt);
        Assert.True(await store.RemoveAsync(kept.Id, None));
        Assert.False(await store.RemoveAsync(kept.Id, None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_assertion_is_used_once_and_forgotten_after_its_time(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IAssertionReplayStore>();
        var soon = database.Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        Assert.True(await store.TryUseAsync([1], soon, None));
        Assert.False(await store.TryUseAsync([1], soon, None));
        Assert.True(await store.TryUseAsync([2], soon + TimeSpan.FromHours(1), None));
        for (var index = 0; index < 1100; index++)
        {
            await store.TryUseAsync([3, (byte)index, (byte)(index >> 8)], soon, None);
        }

        var cleanUp = database.Get<CleanUpHostedService>();
        Assert.Equal(0, await cleanUp.SweepAsync(None));
        database.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1101, await cleanUp.SweepAsync(None));
        Assert.False(await store.TryUseAsync([2], soon, None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_setting_is_written_once_and_found_by_its_prefix(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<ISealedSettingStore>();
        Assert.True(await store.TryAddAsync("ring/a", [1], None));
        Assert.False(await store.TryAddAsync("ring/a", [2], None));
        Assert.True(await store.TryAddAsync("Ring/b", [3], None));
        Assert.Equal([1], await store.FindAsync("ring/a", None));
        Assert.Null(await store.FindAsync("ring", None));
        Assert.Equal("ring/a", Assert.Single(await store.ListAsync("ring/", None)).Key);
    }

    private static Client Some() => new() { Id = "client", Name = "Client", Type = ClientType.Confidential };

    private static ClientSecret SomeSecret(string id, Database database) => new(id, "tgk_abcd", [.. Enumerable.Repeat((byte)7, 32)], database.Time.GetUtcNow(), null);
}
