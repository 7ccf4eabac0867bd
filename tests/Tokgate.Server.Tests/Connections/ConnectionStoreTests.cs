using System.Text.Json;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Storage;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Connections;

/// <summary>Connections as both engines keep them.</summary>
public sealed class ConnectionStoreTests
{
    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_written_is_read_without_a_secret_in_the_document(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IConnectionStore>();
        var secrets = new ConnectionSecrets(database.Get<MasterKeyRing>(), store);
        var config = Full("full");
        Assert.Equal(ConnectionWrite.Done, await store.TryCreateAsync(new StoredConnection(config) { SealedSecrets = secrets.Seal(config), Declared = "digest" }, None));

        var found = await store.FindAsync(config.Id, None);
        Assert.NotNull(found);
        Assert.Equal("digest", found.Declared);
        Assert.Equal(database.Time.GetUtcNow(), found.CreatedAt);
        Assert.All(found.Config.Apps, app => Assert.Null(app.ClientSecret));
        var opened = secrets.Open(found);
        Assert.NotNull(opened);
        Assert.Equal(["live-secret", "other-secret"], opened.Apps.Select(app => app.ClientSecret?.Reveal()));
        Assert.Equal("former-secret", opened.Apps[0].FormerSecret?.Reveal());
        Assert.Equal(Text(config), Text(opened));
        Assert.Equal(config.Id, opened.Id);
        await using var context = database.Context();
        var rows = context.Set<ConnectionRow>().Select(row => row.Document).ToList();
        Assert.DoesNotContain("-secret", Assert.Single(rows), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_box_opens_in_its_own_row_only(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var secrets = new ConnectionSecrets(database.Get<MasterKeyRing>(), database.Get<IConnectionStore>());
        var (mine, other) = (Full("mine"), Full("other"));
        Assert.Null(secrets.Open(new StoredConnection(other) { SealedSecrets = secrets.Seal(mine) }));
        Assert.NotNull(secrets.Open(new StoredConnection(mine) { SealedSecrets = secrets.Seal(mine) }));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_two_who_read_one_version_one_writes(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IConnectionStore>();
        var config = Full("one");
        await store.TryCreateAsync(new StoredConnection(config), None);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() =>
            store.TryUpdateAsync(new StoredConnection(config with { DisplayName = $"{index}" }), [], None))));
        Assert.Single(outcomes, ConnectionWrite.Done);
        Assert.Equal(7, outcomes.Count(outcome => outcome == ConnectionWrite.Outdated));
        Assert.Equal(2, (await store.FindAsync(config.Id, None))!.Config.Version); // it was written
        Assert.Equal([KeyValuePair.Create(config.Id, 2L)], await store.VersionsAsync(None));
        Assert.Equal(ConnectionWrite.Outdated, await store.DeleteAsync(config, [], None));
        Assert.Equal(ConnectionWrite.Done, await store.DeleteAsync(config with { Version = 2 }, [], None));
        Assert.Empty(await store.ListAsync(None));
        var told = (await database.Get<IAuditStore>().ListAsync(new AuditFilter(), before: null, limit: 10, None)).Select(audited => audited.Name);
        Assert.Equal(["connection.changed", "connection.created", "connection.deleted"], told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_name_is_taken_in_whatever_letters(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IConnectionStore>();
        Assert.Equal(ConnectionWrite.Done, await store.TryCreateAsync(new StoredConnection(Full("TikTok")), None));
        Assert.Equal(ConnectionWrite.NameTaken, await store.TryCreateAsync(new StoredConnection(Full("tiktok")), None));
        Assert.Equal(ConnectionWrite.NameTaken, await store.TryCreateAsync(new StoredConnection(Full("TikTok")), None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_app_that_grants_need_goes_only_if_it_must(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IConnectionStore>();
        var config = Full("granted");
        await store.TryCreateAsync(new StoredConnection(config), None);
        await KeepAsync(database, "other-app");
        var less = config with { Apps = [config.Apps[0]] };
        Assert.Equal(ConnectionWrite.HasGrants, await store.TryUpdateAsync(new StoredConnection(less), ["other-app"], None));
        Assert.Equal(ConnectionWrite.HasGrants, await store.DeleteAsync(config, ["live-app", "other-app"], None));
        Assert.Equal(2, (await store.FindAsync(config.Id, None))!.Config.Apps.Count); // it stands
        Assert.Equal(ConnectionWrite.Done, await store.TryUpdateAsync(new StoredConnection(config), ["live-app"], None));
        Assert.Equal(ConnectionWrite.Done, await store.TryUpdateAsync(new StoredConnection(less with { Version = 2 }), [], None));
    }

    private static async Task KeepAsync(Database database, string app)
    {
        var now = database.Time.GetUtcNow();
        await database.Door.WriteAsync(
            async context =>
            {
                context.Users.Add(new UserRow { Id = "somebody", Status = "Active", Claims = "{}", CreatedAt = now, UpdatedAt = now });
                return await context.SaveChangesAsync();
            },
            None);
        await database.Get<TikTokVault>().KeepAsync(new GrantHandOver
        {
            TikTokApp = app,
            Connection = "granted",
            Owner = "somebody",
            OpenId = "open-id",
            Scopes = TikTokScopes.Parse("user.info.basic"),
            AccessToken = AccessToken.From("act.kept"),
            AccessExpiresAt = now + TimeSpan.FromDays(1),
            RefreshToken = RefreshToken.From("rft.kept"),
        });
    }

    private static string Text(ConnectionConfig config) => JsonSerializer.Serialize(config, StoredJson.Default.ConnectionConfig);

    private static ConnectionConfig Full(string name) => new(
        name,
        [
            new TikTokAppConfig("live-app") { ClientSecret = ClientSecret.From("live-secret"), FormerSecret = ClientSecret.From("former-secret"), Label = "Ours", SecretSetAt = DateTimeOffset.UnixEpoch, ApprovedScopes = ["user.info.basic", "video.list"] },
            new TikTokAppConfig("other-app") { ClientSecret = ClientSecret.From("other-secret"), Address = new Uri("http://localhost:5082"), DeclaredEnvironment = TikTokEnvironment.Sandbox },
        ])
    {
        Id = ConnectionConfig.NewId(),
        LiveApp = "live-app",
        DisplayName = "TikTok ä",
        IsActiveForAuthentication = false,
        IsActiveForConnectedAccounts = true,
        Scopes = ["user.info.basic", "user.info.stats"],
        Fields = ["open_id", "display_name"],
        UpstreamParams = new Dictionary<string, UpstreamParam> { ["lang"] = new(null, "ui_locales"), ["force"] = new("1", null) },
        ClaimRules = [new ClaimRule("name", "$.username", "$.display_name") { Update = ClaimUpdate.FirstLogin }],
        JoinsByUnionId = true,
        KeepsTokens = false,
        PlaceholderEmailDomain = "users.invalid",
        Metadata = new Dictionary<string, string> { ["team"] = "growth" },
    };
}
