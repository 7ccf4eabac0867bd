using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tokgate.Bench;

/// <summary>
/// Every list, filter and search of the management API over many people and a long trail, on both engines, one call after the other as an operator's page makes them. Beside
/// some of them the same question by bare ADO.NET, the shortest way to the same rows: what is left is the API's.
/// </summary>
internal static class ManagementBench
{
    private const double Bound = 200;

    private static readonly (string Name, Func<int, string> Path, Func<int, string>? Sql)[] Operations =
    [
        ("users, newest", static _ => "users", static _ => "select * from users order by created_at desc, id desc limit 51"),
        ("users, page 150 of 50", static _ => "users?page=150", static _ => "select * from users order by created_at desc, id desc limit 51 offset 7500"),
        ("users, with total", static _ => "users?include_totals=true", null),
        ("users by last login", static _ => "users?sort=last_login:-1", null),
        ("users of a rare connection", static _ => "users?q=connection:rare", null),
        ("users of a rare connection, with total", static _ => "users?q=connection:rare&include_totals=true", null),
        ("users whose name begins", static number => $"users?q=name:{Beginning(number, 3)}*", static number => $"select * from users where name_key >= '{Beginning(number, 3)}' and name_key < '{Beginning(number, 3)}zzzz' order by name_key, id limit 51"),
        ("users whose name begins with one letter", static number => $"users?q=name:{Beginning(number, 1)}*", null),
        ("users, search box", static number => $"users?search={Beginning(number, 4)}", null),
        ("users, search box, one letter, with total", static number => $"users?search={Beginning(number, 1)}&include_totals=true", null),
        ("users, search box, by date", static number => $"users?search={Beginning(number, 4)}&sort=created_at:-1", null),
        ("users by name of a rare connection", static number => $"users?q=connection:rare%20AND%20name:{Beginning(number, 1)}*", null),
        ("user by open_id", static number => $"users?q=open_id:open-{number}", static number => $"select u.* from identities i join users u on u.id = i.user_id where i.open_id = 'open-{number}'"),
        ("user by union_id", static number => $"users?q=union_id:union-{number}", null),
        ("one user", static number => $"users/person-{number}", null),
        ("sessions of a user", static number => $"users/person-{number}/sessions", null),
        ("logs of a user", static number => $"users/person-{number}/logs", static number => $"select * from audit_events where user_id = 'person-{number}' order by id desc limit 51"),
        ("applications of a user", static number => $"grants?user_id=person-{number}", null),
        ("logs, newest", static _ => "logs", static _ => "select * from audit_events order by id desc limit 51"),
        ("logs, page 150 of 50", static _ => "logs?page=150", null),
        ("logs, with total", static _ => "logs?include_totals=true", null),
        ("logs by type (s, ss)", static number => number % 2 == 0 ? "logs?q=type:s" : "logs?q=type:ss", null),
        ("logs by rare type", static _ => "logs?q=type:suspicious.code_replayed", null),
        ("logs by type that nothing has", static _ => "logs?q=type:seccft", null),
        ("logs of several types", static _ => "logs?q=type:f*", null),
        ("logs by client", static number => $"logs?q=client_id:app-{number % 7}", null),
        ("logs by rare connection", static _ => "logs?q=connection:rare", null),
        ("logs by client and type", static number => $"logs?q=client_id:app-{number % 7}%20AND%20type:f", null),
        ("logs by client and connection, rare together", static number => $"logs?q=client_id:app-{number % 7}%20AND%20connection:rare", null),
        ("logs of a day", static number => $"logs?q=date:[{Day(number)}%20TO%20{Day(number)}]", null),
        ("logs of a day by type, with total", static number => $"logs?include_totals=true&q=type:f%20AND%20date:[{Day(number)}%20TO%20{Day(number)}]", null),
        ("logs from one on", static number => $"logs?from={number * 9}&take=50", null),
        ("story of a sign-in", static number => $"logs?flow_id=flow-{number}", static number => $"select * from audit_events where flow_id = 'flow-{number}' order by id"),
        ("stats by day", static _ => "stats/daily", null),
        ("active users", static _ => "stats/active-users", null),
    ];

    public static async Task RunAsync(bool quick)
    {
        var (people, events, calls) = quick ? (10_000, 100_000, 20) : (100_000, 1_000_000, 200);
        Write($"# `management`");
        Write($"");
        Write($"`dotnet run -c Release --project bench/Tokgate.Bench -- management{(quick ? " --quick" : "")} > bench/results/management.md`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC: {people:N0} people and {events:N0} events, {calls} calls of each, one after the other.");
        Write($"Times in milliseconds, as the caller sees them. Bare is the same question by ADO.NET from this program, all rows read. What is over {Bound:N0} ms at p95 has a mark.");
        Write($"");
        var folder = Directory.CreateTempSubdirectory("tokgate-bench-management-");
        var (sqlite, sqlitePages) = await MeasureAsync(isPostgreSql: false, $"Data Source={Path.Combine(folder.FullName, "broker.db")}", people, events, calls);
        folder.Delete(recursive: true);
        using var server = PostgreSqlServer.Start(1);
        var (postgreSql, postgreSqlPages) = await MeasureAsync(isPostgreSql: true, server.NewDatabase("broker"), people, events, calls);
        Write($"| | SQLite p50 | p95 | bare p50 | PostgreSQL p50 | p95 | bare p50 |");
        Write($"|---|--:|--:|--:|--:|--:|--:|");
        for (var index = 0; index < Operations.Length; index++)
        {
            Write($"| {Operations[index].Name} | {Row(sqlite[index])} | {Row(postgreSql[index])} |");
        }

        Write($"");
        Write($"The pages of the dashboard over the same rows, whole, for an owner who is signed in:");
        Write($"");
        Write($"| | SQLite p50 | p95 | | PostgreSQL p50 | p95 | |");
        Write($"|---|--:|--:|--:|--:|--:|--:|");
        for (var index = 0; index < DashboardLoad.Pages.Count; index++)
        {
            Write($"| {DashboardLoad.Pages[index].Name} | {Row(sqlitePages[index])} | {Row(postgreSqlPages[index])} |");
        }
    }

    private static async Task<(List<Sample> Calls, List<Sample> Pages)> MeasureAsync(bool isPostgreSql, string database, int people, int events, int calls)
    {
        using var broker = ServerProcess.Start(0, "serve-management", database);
        var filling = new ManagementFilling(isPostgreSql, database);
        await filling.RunAsync(people, events);
        var root = new Uri(broker.Address.GetLeftPart(UriPartial.Authority));
        using var http = new HttpClient { BaseAddress = root };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http));
        await using var connection = filling.Open();
        var samples = new List<Sample>();
        foreach (var (name, path, sql) in Operations)
        {
            var (waits, bare) = (new List<double>(), new List<double>());
            for (var call = -3; call < calls; call++)
            {
                // Spread over everybody, and the same in every run.
                var number = (int)((call + 4L) * 7919 % people);
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync("api/v2/" + path(number));
                var body = await answer.Content.ReadAsStringAsync();
                var wait = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                _ = answer.IsSuccessStatusCode ? wait : throw new InvalidOperationException($"{name}: {(int)answer.StatusCode} {body}");
                var direct = sql is null ? 0 : await DirectAsync(connection, sql(number));
                if (call >= 0)
                {
                    waits.Add(wait);
                    bare.Add(direct);
                }
            }

            samples.Add(new Sample(Percentile(waits, 50), Percentile(waits, 95), sql is null ? null : Percentile(bare, 50)));
        }

        using var dashboard = await DashboardLoad.SignInAsync(root, broker.Address);
        var pages = new List<Sample>();
        foreach (var (_, path) in DashboardLoad.Pages)
        {
            var waits = await DashboardLoad.MeasureAsync(dashboard, path, calls, people);
            pages.Add(new Sample(Percentile(waits, 50), Percentile(waits, 95), null));
        }

        return (samples, pages);
    }

    private static async Task<double> DirectAsync(System.Data.Common.DbConnection connection, string sql)
    {
        var began = Stopwatch.GetTimestamp();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // text of this file and numbers
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<string> TokenAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("audience", BenchApplication.ManagementAddress + "/api/v2/")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{BenchApplication.BrokerMachine}:{BenchApplication.BrokerClientSecret}")));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!; // it was given
    }

    // As ManagementFilling makes names.
    private static string Beginning(int number, int length) =>
        $"{"aeiou"[number % 5]}{"bcdfghklmnprst"[number / 5 % 14]}{"aeiou"[number / 70 % 5]}{"lmnrst"[number / 350 % 6]}"[..length];

    private static string Day(int number) => TimeProvider.System.GetUtcNow().AddDays(-1 - (number % 88)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Percentile(List<double> waits, int percent)
    {
        var sorted = waits.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }

    private static string Row(Sample sample) => string.Create(CultureInfo.InvariantCulture, $"{sample.Median:N1} | {sample.High:N1}{(sample.High > Bound ? " **over**" : "")} | {sample.Bare:N1}");

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Sample(double Median, double High, double? Bare);
}
