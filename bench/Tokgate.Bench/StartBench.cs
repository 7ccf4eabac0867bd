using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>From the command to the first answer, and the memory that the broker then has: the server's own program, not this one in its role.</summary>
internal static class StartBench
{
    private const int Port = 6083;

    /// <summary>The first start makes database and keys; then the median of <paramref name="starts"/> that find them.</summary>
    public static async Task<StartSample> RunAsync(int starts)
    {
        var data = await BrokerDirectory.CreateAsync();
        var first = await StartAsync(data.FullName);
        var samples = new List<(double Milliseconds, long Megabytes)>();
        for (var number = 0; number < starts; number++)
        {
            samples.Add(await StartAsync(data.FullName));
        }

        data.Delete(recursive: true);
        return new StartSample(first.Milliseconds, samples.Select(sample => sample.Milliseconds).Order().ElementAt(starts / 2), samples.Max(sample => sample.Megabytes));
    }

    private static async Task<(double Milliseconds, long Megabytes)> StartAsync(string data)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Port}") };
        var watch = Stopwatch.StartNew();
        using var server = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tokgate.Server.dll")])
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
        })!; // throws if there is no dotnet
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
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System); // the rest of its start; then it is idle
            server.Refresh();
            return (elapsed.TotalMilliseconds, server.WorkingSet64 / (1024 * 1024));
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
