using System.Globalization;
using System.Net.Http.Json;
using Npgsql;

namespace Tokgate.Bench;

/// <summary>What a sign-in and a refresh cost the database: writing transactions, bytes of its log, bytes that stay. The inputs of docs/scale.md.</summary>
internal static class ScaleBench
{
    private static readonly List<string> s_tables = [];

    public static async Task RunAsync(bool quick)
    {
        var count = quick ? 100 : 2_000;
        using var postgreSql = PostgreSqlServer.Start(1);
        using var emulator = ServerProcess.Start(1, "serve-emulator", $"{BenchApplication.BrokerAddress}/login/callback");
        Write($"# `scale`");
        Write($"");
        Write($"`dotnet run -c Release --project bench/Tokgate.Bench -- scale{(quick ? " --quick" : "")} > bench/results/scale.md`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC: {count:N0} people sign in once each by the broker on PostgreSQL, and {count:N0} grants of the vault are read and refreshed once each.");
        Write($"These are counts, not times: they hold on a busy machine too. Writing transactions are counted by PostgreSQL's own transaction numbers, its log by its position.");
        Write($"");
        Write($"| each | writing transactions | bytes of log |");
        Write($"|---|--:|--:|");
        await SignInsAsync(postgreSql.NewDatabase("broker"), emulator.Address, count);
        await GrantsAsync(postgreSql.NewDatabase("vault"), emulator.Address, count);
        Write($"");
        Write($"| table of the broker | rows | bytes of a row | bytes of its index entries |");
        Write($"|---|--:|--:|--:|");
        s_tables.ForEach(Console.Out.WriteLine);
    }

    private static async Task SignInsAsync(string database, Uri emulator, int count)
    {
        using var broker = ServerProcess.Start(0, "serve-broker", emulator.AbsoluteUri, database);
        await BrokerBench.PrepareAsync(emulator);
        using var control = new HttpClient { BaseAddress = emulator };
        using var toBroker = await RawConnection.OpenAsync(broker.Address);
        using var toTikTok = await RawConnection.OpenAsync(emulator);
        async Task SignInAsync(string user)
        {
            using var made = await control.PostAsJsonAsync("/_emulator/users", new { username = user, display_name = "A person of the benchmark" });
            using var consent = await control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user });
            made.EnsureSuccessStatusCode();
            await BrokerBench.SignInAsync(broker.Address, toBroker, emulator, toTikTok);
        }

        await SignInAsync("the_first"); // what is written once is written
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var before = await PositionAsync(connection);
        for (var number = 0; number < count; number++)
        {
            await SignInAsync($"person_{number}");
        }

        WriteRow("sign-in by TikTok, with a new user, its tokens and UserInfo", before, await PositionAsync(connection), count);
        await using var vacuum = new NpgsqlCommand("vacuum (full, analyze)", connection);
        await vacuum.ExecuteNonQueryAsync();
        await using var sizes = new NpgsqlCommand(
            "select relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= 20 order by 3 desc", connection);
        await using var reader = await sizes.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var rows = reader.GetInt64(1);
            s_tables.Add(string.Create(
                CultureInfo.InvariantCulture, $"| {reader.GetString(0)} | {rows:N0} | {(double)reader.GetInt64(2) / rows:N0} | {(double)reader.GetInt64(3) / rows:N0} |"));
        }
    }

    private static async Task GrantsAsync(string database, Uri emulator, int count)
    {
        var filling = new VaultFilling(database, await VaultBench.SignInAsync(emulator));
        await filling.CreateTablesAsync();
        using var server = ServerProcess.Start(0, "serve-vault", database, emulator.AbsoluteUri);
        using var connection = await RawConnection.OpenAsync(server.Address);
        var lives = await filling.FillAsync(count, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2));
        var over = await filling.FillAsync(count, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1));
        await using var watching = new NpgsqlConnection(database);
        await watching.OpenAsync();
        await MeasureAsync("fresh token out of the vault", lives);
        await MeasureAsync("refresh by the vault", over);

        async Task MeasureAsync(string name, IReadOnlyList<string> ids)
        {
            await using var checkpoint = new NpgsqlCommand("checkpoint", watching);
            await checkpoint.ExecuteNonQueryAsync();
            var before = await PositionAsync(watching);
            foreach (var id in ids)
            {
                var answer = await connection.ExchangeAsync(RawConnection.Get(server.Address, "/token/" + id));
                _ = answer.Status == 200 ? answer : throw new InvalidOperationException($"No token: {answer.Status} {answer.Body}");
            }

            WriteRow(name, before, await PositionAsync(watching), count);
        }
    }

    private static async Task<(long Transactions, long Log)> PositionAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint, (pg_current_wal_insert_lsn() - '0/0')::bigint", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static void WriteRow(string name, (long Transactions, long Log) before, (long Transactions, long Log) after, int count) =>
        Write($"| {name} | {(double)(after.Transactions - before.Transactions) / count:N2} | {(double)(after.Log - before.Log) / count:N0} |");

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
