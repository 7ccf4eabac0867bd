using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Xunit.Abstractions;

namespace Tokgate.Server.Tests.Storage;

public sealed class WriteDoorTests(ITestOutputHelper output)
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_the_door_has_told_of_can_be_read(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        Assert.True(await AddAsync(database.Door, "a"));
        await using var context = database.Context();
        Assert.Equal(1, await context.SealedSettings.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_operation_that_throws_takes_only_itself_along(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var door = database.Door;
        var writes = Enumerable.Range(0, 100).Select(index => index % 10 == 3 ? FailAsync(door, $"key-{index}") : AddAsync(door, $"key-{index}")).ToList();

        await Task.WhenAll(writes.Select(async write => await Record.ExceptionAsync(() => write)));

        Assert.Equal(10, writes.Count(write => write.IsFaulted));
        Assert.All(writes.Where(write => write.IsFaulted), write => Assert.Equal("on purpose", write.Exception!.InnerException!.Message));
        await using var context = database.Context();
        var names = await context.SealedSettings.Select(row => row.Name).ToListAsync();
        Assert.Equal(90, names.Count);
        Assert.DoesNotContain("key-3", names);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_broken_rule_of_the_database_reaches_its_caller_and_nobody_else(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddAsync(database.Door, "taken");
        var broken = database.Door.WriteAsync(
            async context =>
            {
                context.SealedSettings.Add(new SealedSettingRow { Name = "taken", SealedValue = [1] });
                return await context.SaveChangesAsync();
            },
            CancellationToken.None);
        var other = AddAsync(database.Door, "other");

        await Assert.ThrowsAsync<DbUpdateException>(() => broken);
        Assert.True(await other);
        Assert.True(await AddAsync(database.Door, "later"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_a_hundred_who_want_the_same_thing_once_one_gets_it(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await using var second = await Database.OpenAsync(engine, database.ConnectionString);
        var winners = await Task.WhenAll(Enumerable.Range(0, 100).Select(index => Task.Run(() => AddAsync((index % 2 == 0 ? database : second).Door, "one"))));
        Assert.Equal(1, winners.Count(won => won));
    }

    [Fact]
    public async Task Whoever_has_given_up_waiting_writes_nothing()
    {
        await using var database = await Database.OpenAsync("SQLite");
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.Door.WriteAsync(context => context.SealedSettings.CountAsync(), gone.Token));
        Assert.True(await AddAsync(database.Door, "next"));
    }

    [Fact]
    public async Task Coming_through_the_door_from_inside_fails_instead_of_waiting_for_itself()
    {
        await using var database = await Database.OpenAsync("SQLite");
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Door.WriteAsync(_ => AddAsync(database.Door, "inner"), CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_whose_transaction_is_lost_fails_whole_and_the_next_one_works()
    {
        await using var database = await Database.OpenAsync("SQLite");
        var door = database.Door;
        var writes = Enumerable.Range(0, 50).Select(index => AddAsync(door, $"lost-{index}")).ToList();
        var breaking = door.WriteAsync(async context => await context.Database.ExecuteSqlRawAsync("rollback"), CancellationToken.None);
        writes.AddRange(Enumerable.Range(50, 50).Select(index => AddAsync(door, $"lost-{index}")));

        await Assert.ThrowsAnyAsync<Exception>(() => breaking);
        foreach (var write in writes)
        {
            await Record.ExceptionAsync(() => write);
        }

        await using var context = database.Context();
        var kept = await context.SealedSettings.Select(row => row.Name).ToListAsync();
        var told = writes.Select((write, index) => (write, index)).Where(pair => pair.write.IsCompletedSuccessfully).Select(pair => $"lost-{pair.index}");
        Assert.Equal(told.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.True(await AddAsync(door, "after"));
    }

    [Fact]
    public async Task Each_sqlite_connection_syncs_and_checks_foreign_keys()
    {
        await using var database = await Database.OpenAsync("SQLite");
        await using var context = database.Context();
        Assert.Equal(2, await PragmaAsync(context, "synchronous"));
        Assert.Equal(1, await PragmaAsync(context, "foreign_keys"));
        await database.Door.WriteAsync(
            async inside =>
            {
                Assert.Equal(2, await PragmaAsync(inside, "synchronous"));
                Assert.Equal(1, await PragmaAsync(inside, "foreign_keys"));
                return true;
            },
            CancellationToken.None);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Fifty_callers_share_commits(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var door = database.Door;
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (clock.Elapsed < TimeSpan.FromSeconds(2))
            {
                var hash = RandomNumberGenerator.GetBytes(32);
                await door.WriteAsync(context => context.Database.ExecuteSqlAsync($"insert into used_assertions (hash, expires_at) values ({hash}, {1L}) on conflict do nothing"), CancellationToken.None);
                count++;
            }

            return count;
        })));
        output.WriteLine($"{engine}: {counts.Sum() / clock.Elapsed.TotalSeconds:F0} writes/s; fewest {counts.Min()}, most {counts.Max()} of a caller");
        Assert.True(counts.Min() * 4 > counts.Max(), $"Writers starve: {counts.Min()} against {counts.Max()}");
    }

    private static Task<long> PragmaAsync(TokgateDbContext context, string name) => context.Database.SqlQueryRaw<long>(
        name == "synchronous" ? "select synchronous as \"Value\" from pragma_synchronous" : "select foreign_keys as \"Value\" from pragma_foreign_keys").SingleAsync();

    private static Task<bool> AddAsync(IWriteDoor door, string name) => door.WriteAsync(
        async context => await context.Database.ExecuteSqlAsync($"insert into sealed_settings (name, sealed_value) values ({name}, {new byte[] { 1 }}) on conflict do nothing") == 1, CancellationToken.None);

    private static Task<bool> FailAsync(IWriteDoor door, string name) => door.WriteAsync<bool>(
        async context =>
        {
            await context.Database.ExecuteSqlAsync($"insert into sealed_settings (name, sealed_value) values ({name}, {new byte[] { 1 }})");
            throw new InvalidOperationException("on purpose");
        },
        CancellationToken.None);
}
