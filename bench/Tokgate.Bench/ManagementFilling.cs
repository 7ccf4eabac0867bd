using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tokgate.Bench;

/// <summary>People, their sessions and a long trail, written by the database itself: the rows of a broker that has run for a quarter of a year.</summary>
internal sealed class ManagementFilling(bool isPostgreSql, string connectionString)
{
    private const string FirstName = "substr('aeiou', 1 + i % 5, 1) || substr('bcdfghklmnprst', 1 + i / 5 % 14, 1) || substr('aeiou', 1 + i / 70 % 5, 1) || substr('lmnrst', 1 + i / 350 % 6, 1)";

    public DbConnection Open()
    {
        DbConnection connection = isPostgreSql ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public async Task RunAsync(int people, int events)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        const string claims = "'{\"name\":\"' || name || ' ' || i || '\",\"preferred_username\":\"' || name || i || '\",\"picture\":\"https://p16-sign.tiktokcdn.com/tos-maliva-avt/' || i || '~c5_1080x1080.jpeg?x-expires=1790000000&x-signature=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"https://tokgate.dev/claims/tiktok\":{\"open_id\":\"open-' || i || '\",\"display_name\":\"' || name || ' ' || i || '\",\"bio_description\":\"A person of the benchmark who likes to be found quickly\",\"follower_count\":' || i || '}}'";
        await using var connection = Open();
        await RunAsync(connection, $"""
            insert into users (id, status, claims, created_at, updated_at, name_key, username_key, connection, last_login_at, logins)
            with recursive n (i) as (select 0 union all select i + 1 from n where i < {people - 1}), p (i, name) as (select i, {FirstName} from n)
            select 'person-' || i, 'Active', {claims}, {now} - ({people} - cast(i as bigint)) * 70000, {now}, name || ' ' || i, name || i, case when i % 1000 = 0 then 'rare' else 'tiktok' end,
                {now} - cast(i * 7919 % {people} as bigint) * 60000, 1 + i % 9 from p
            """);
        await RunAsync(connection, $"""
            insert into identities (tiktok_app, open_id, union_id, user_id, created_at, last_seen_at)
            with recursive n (i) as (select 0 union all select i + 1 from n where i < {people - 1})
            select case when i % 1000 = 0 then 'awrare' else 'awlive' end, 'open-' || i, 'union-' || i, 'person-' || i, {now} - ({people} - cast(i as bigint)) * 70000, {now} from n
            """);
        await RunAsync(connection, $"""
            insert into sessions (id, handle_hash, user_id, connection, tiktok_app, asked_scopes, granted_scopes, created_at, auth_time, idle_expires_at, expires_at)
            with recursive n (i) as (select 0 union all select i + 1 from n where i < {people - 1})
            select 'session-' || i, {(isPostgreSql ? "convert_to('hash-' || i, 'UTF8')" : "cast('hash-' || i as blob)")}, 'person-' || i, 'tiktok', 'awlive', 'user.info.basic', 'user.info.basic', {now}, {now}, {now} + 86400000, {now} + 86400000 from n
            """);
        await RunAsync(connection, $"""
            insert into audit_events (name, occurred_at, flow_id, user_id, session_id, client_id, connection, tiktok_app, cause, address, user_agent, count)
            with recursive n (i) as (select cast(0 as bigint) union all select i + 1 from n where i < {events - 1})
            select case when i % 3 = 0 then 'signin.started' when i % 3 = 1 then 'signin.completed' when i % 5000 = 2 then 'suspicious.code_replayed' when i % 50 = 2 then 'signin.failed' else 'token.issued' end,
                {now} - ({events}.0 - i) / {events} * 7776000000, 'flow-' || (i / 3), 'person-' || (i / 3 * 7919 % {people}), 'session-' || (i / 3 % {people}), 'app-' || (i / 3 % 7),
                case when i / 3 % 1000 = 0 then 'rare' else 'tiktok' end, 'awlive', case when i % 3 = 2 then 'authorization_code' when i % 30 = 1 then 'first' end, '203.0.113.0',
                'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36', 1 from n
            """.Replace($"{now} - ({events}.0 - i) / {events} * 7776000000", $"cast({now} - ({events}.0 - i) / {events} * 7776000000 as {(isPostgreSql ? "bigint" : "integer")})", StringComparison.Ordinal));
        if (isPostgreSql)
        {
            await RunAsync(connection, "vacuum analyze"); // what its own clean-up does within minutes
        }
    }

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 1_800;
#pragma warning disable CA2100 // text of this file and numbers
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

}
