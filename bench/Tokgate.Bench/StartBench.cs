using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Tokgate.Bench;

/// <summary>From the command to the first answer, and the CPU time and memory that the broker then has: the server's own program, not this one in its role.</summary>
internal static class StartBench
{
    private const int Port = 6083;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    // By then everything that is done every minute was done once.
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(65);

    /// <summary>The program as it was built and as it is published, in turns, so that what else the machine does meets both; the median of <paramref name="starts"/> each.</summary>
    public static async Task<IReadOnlyList<StartSample>> RunAsync(int starts)
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-published-");
        string[] built = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Tokgate.Server.dll")];
        string[] published = [await PublishedServer.PublishAsync(folder.FullName)];
        (string Name, string[] Command, List<StartMeasurement> Measured)[] programs = [("as built", built, []), ("published with -r linux-x64", published, [])];
        var data = new[] { await BrokerDirectory.CreateAsync(), await BrokerDirectory.CreateAsync() };
        for (var number = 0; number <= starts; number++)
        {
            for (var program = 0; program < programs.Length; program++)
            {
                programs[program].Measured.Add(await StartAsync(programs[program].Command, data[program].FullName, number == starts ? Minute : Settling));
                if (number == 0)
                {
                    await AddAdministratorAsync(data[program].FullName);
                }
            }
        }

        Array.ForEach(data, static directory => directory.Delete(recursive: true));
        folder.Delete(recursive: true);
        return [.. programs.Select(program => Of(program.Name, program.Measured[0], program.Measured[1..]))];
    }

    private static StartSample Of(string name, StartMeasurement first, List<StartMeasurement> others) => new(
        name, first.Milliseconds, first.CpuMilliseconds, Median(others.Select(one => one.Milliseconds)), Median(others.Select(one => one.CpuMilliseconds)), others.Max(one => one.Megabytes));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    // A broker that nobody administers makes an invitation at each start.
    private static async Task AddAdministratorAsync(string data)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "tokgate.db"), Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into administrators (id, user_name, user_name_key, role, created_at, version, totp_step) values ('bench', 'bench', 'bench', 3, 0, 1, 0)";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<StartMeasurement> StartAsync(string[] command, string data, TimeSpan idle)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Port}") };
        var watch = Stopwatch.StartNew();
        using var server = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = client.BaseAddress.AbsoluteUri,
                ["Tokgate__Issuer"] = client.BaseAddress.AbsoluteUri.TrimEnd('/'),
                ["Tokgate__DataDirectory"] = data,
                ["Tokgate__Migrate"] = "true",
            },
        })!; // throws if there is no such program
        try
        {
            while (!await AnswersAsync(client))
            {
                if (server.HasExited || watch.Elapsed > TimeSpan.FromSeconds(30))
                {
                    throw new InvalidOperationException($"The broker did not start: {await server.StandardOutput.ReadToEndAsync()}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }

            var elapsed = watch.Elapsed;
            server.Refresh();
            var cpu = server.TotalProcessorTime;
            await Task.Delay(idle, TimeProvider.System);
            server.Refresh();
            return new StartMeasurement(elapsed.TotalMilliseconds, cpu.TotalMilliseconds, server.WorkingSet64 / (1024 * 1024));
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/.well-known/openid-configuration");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }
}
