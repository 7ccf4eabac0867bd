using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Storage;

public sealed class PreparedSqlTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_statement_takes_the_values_of_each_call_and_not_those_of_the_one_before(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddUserAsync(database, "one");
        await AddUserAsync(database, "two");
        await AddIdentityAsync(database, "first", "a union", "one");
        await AddIdentityAsync(database, "second", null, "two");
        await AddIdentityAsync(database, "third", "another", "two");

        Assert.Equal(("one", "a union"), await IdentityAsync(database, "first"));
        Assert.Equal(("two", null), await IdentityAsync(database, "second"));
        Assert.Equal(("two", "another"), await IdentityAsync(database, "third"));
        Assert.Null(await IdentityAsync(database, "nobody"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_looks_like_a_statement_in_a_value_stays_a_value(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        const string Hostile = "x'; delete from users; -- $1 {0} @p0";
        await AddUserAsync(database, Hostile);
        await AddIdentityAsync(database, Hostile, "{1}", Hostile);
        Assert.Equal((Hostile, "{1}"), await IdentityAsync(database, Hostile));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_statement_that_the_database_refuses_takes_only_its_operation_along_and_works_the_next_time(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddUserAsync(database, "taken");

        await Assert.ThrowsAnyAsync<DbException>(() => AddUserAsync(database, "taken"));
        await Assert.ThrowsAnyAsync<DbException>(() => AddIdentityAsync(database, "orphan", null, "no such user"));
        await AddUserAsync(database, "free");
        await AddIdentityAsync(database, "orphan", null, "free");

        Assert.Equal(("free", null), await IdentityAsync(database, "orphan"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Many_read_at_once_and_each_gets_its_own_row(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        foreach (var number in Enumerable.Range(0, 20))
        {
            await AddUserAsync(database, $"user-{number}");
            await AddIdentityAsync(database, $"open-{number}", null, $"user-{number}");
        }

        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => IdentityAsync(database, $"open-{number % 20}"))));
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"user-{number % 20}"), found.Select(row => row?.UserId));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_reader_sees_what_the_door_has_told_of(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddUserAsync(database, "someone");
        foreach (var number in Enumerable.Range(0, 50))
        {
            await AddIdentityAsync(database, $"open-{number}", null, "someone");
            Assert.NotNull(await IdentityAsync(database, $"open-{number}"));
        }
    }

    [Fact]
    public async Task After_a_lost_transaction_statements_are_prepared_anew()
    {
        await using var database = await Database.OpenAsync("SQLite");
        await AddUserAsync(database, "before");
        await Assert.ThrowsAnyAsync<Exception>(() => database.Door.WriteAsync(context => context.Database.ExecuteSqlRawAsync("rollback"), CancellationToken.None));
        await AddUserAsync(database, "after");
        await AddIdentityAsync(database, "open", null, "after");
        Assert.Equal(("after", null), await IdentityAsync(database, "open"));
    }

    private static Task<int> AddUserAsync(Database database, string id) => database.Door.WriteAsync(
        context => context.Sql.ExecuteAsync($"insert into users (id, status, claims, created_at, updated_at) values ({id}, {"Active"}, {"{}"}, {1L}, {1L})"), CancellationToken.None);

    private static Task<int> AddIdentityAsync(Database database, string openId, string? unionId, string userId) => database.Door.WriteAsync(
        context => context.Sql.ExecuteAsync(
            $"insert into identities (tiktok_app, open_id, union_id, user_id, created_at, last_seen_at) values ({"app"}, {openId}, {unionId}, {userId}, {1L}, {1L})"),
        CancellationToken.None);

    private static async Task<(string UserId, string? UnionId)?> IdentityAsync(Database database, string openId)
    {
        var row = await database.Get<IReadDoor>().FirstAsync(
            $"select user_id, union_id from identities where tiktok_app = {"app"} and open_id = {openId}",
            static row => Tuple.Create(row.GetString(0), row.TextOrNull(1)),
            CancellationToken.None);
        return row is null ? null : (row.Item1, row.Item2);
    }
}
