using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Backups;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Operations;

/// <summary>Two versions side by side (docs/upgrade.md). The version after this one does not exist yet, so its schema is made up: more columns everywhere, a table, a script's name.</summary>
public sealed class RollingUpgradeTests
{
    /// <summary>Made by the program when its last migration was 0009, with the key beside it. Its person is the emulator's creator_full.</summary>
    private const string Former = "backup-0009.zip";

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_node_of_the_version_before_works_on_the_schema_of_the_one_after_it(string engine)
    {
        var time = new ManualTime();
        using var machine = new Machine(engine);
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        await using var broker = (await machine.StartAsync(tikTok, time)).Broker;
        var world = SignInWorld.Of(broker, tikTok);
        using var early = await BackupRestoreTests.Guest.SignInAsync(world);
        foreach (var table in await broker.Get<TableCatalogue>().ListAsync(CancellationToken.None))
        {
            await RunAsync(broker, $"alter table {table} add column of_the_next text");
            await RunAsync(broker, $"update {table} set of_the_next = 'more'");
        }

        await RunAsync(broker, "create table next_things (id text primary key)");
        await RunAsync(broker, "insert into schema_migrations values ('9999_next.sql', 'x', 1)");

        // It was running, and it starts.
        await UseAsync(broker, world, early);
        await using var restarted = (await machine.StartAsync(tikTok, time)).Broker;
        using var late = await BackupRestoreTests.Guest.SignInAsync(SignInWorld.Of(restarted, tikTok));
        await UseAsync(restarted, SignInWorld.Of(restarted, tikTok), late);
        Assert.Equal("ready", (await restarted.GetAsync("/health/ready")).Body);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_the_version_before_wrote_is_read_by_this_one(string engine)
    {
        var time = new ManualTime();
        using var machine = new Machine(engine);
        var fixtures = Path.Combine(AppContext.BaseDirectory, "Backups", "Fixtures");
        File.Copy(Path.Combine(fixtures, "master.key"), machine["master.key"]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(machine["master.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await TokgateServer.RestoreAsync(machine.Options(time), Path.Combine(fixtures, Former));
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        await using var broker = (await machine.StartAsync(tikTok, time)).Broker;
        await using var context = broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        var person = Assert.Single(await context.Users.ToListAsync());
        var vault = broker.Get<TikTokVault>();
        var grant = Assert.Single(await vault.ListAsync(person.Id));
        Assert.NotNull(await vault.ExportAsync(grant.Id)); // its tokens open
        using var guest = await BackupRestoreTests.Guest.SignInAsync(SignInWorld.Of(broker, tikTok));
        Assert.Equal(person.Id, guest.Subject);
        Assert.Equal((grant.Id, GrantState.Active), ((await vault.ListAsync(person.Id)).Single().Id, (await vault.ListAsync(person.Id)).Single().State));
    }

    [Fact]
    public async Task After_a_contraction_the_version_before_does_not_start_and_a_running_node_is_not_ready()
    {
        var time = new ManualTime();
        using var machine = new Machine("SQLite");
        await using var tikTok = await TikTokEmulator.StartAsync();
        await using var broker = (await machine.StartAsync(tikTok, time)).Broker;
        await RunAsync(broker, "insert into schema_migrations values ('9999_next.contract.sql', 'x', 1)");
        Assert.Equal("not ready: schema", (await broker.GetAsync("/health/ready")).Body);
        var refusal = await Assert.ThrowsAsync<SetupException>(() => machine.StartAsync(tikTok, time));
        Assert.Equal(ErrorIds.SchemaTooNew, refusal.Id);
        Assert.Contains("9999_next.contract.sql", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task UseAsync(Broker broker, SignInWorld world, BackupRestoreTests.Guest guest)
    {
        var refreshed = await BackupRestoreTests.Guest.RefreshAsync(broker, guest.RefreshToken);
        Assert.True(refreshed.Status == 200, refreshed.Body);
        Assert.Equal(200, (await BackupRestoreTests.Guest.UserInfoAsync(broker, refreshed.Json.GetProperty("access_token").GetString()!)).Status); // it is a 200
        var vault = broker.Get<TikTokVault>();
        var grant = Assert.Single(await vault.ListAsync(guest.Subject));
        Assert.Equal(grant.Generation + 1, (await vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = grant.Generation })).Grant?.Generation);
        using var browser = world.NewBrowser();
        Assert.NotEmpty((await browser.GoAsync(SignInWorld.Authorize())).Query["code"]);
        Assert.Equal(200, (await broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", refreshed.Json.GetProperty("refresh_token").GetString()!))).Status); // as above
        await broker.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None);
        await broker.Get<Tokgate.Server.Audit.AuditTrail>().FlushAsync(CancellationToken.None);
    }

    private static Task<int> RunAsync(Broker broker, string sql) => broker.Get<IWriteDoor>().WriteAsync(context => context.Database.ExecuteSqlRawAsync(sql), CancellationToken.None);
}
