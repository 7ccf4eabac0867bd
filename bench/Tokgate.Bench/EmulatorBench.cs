using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tokgate.Bench;

/// <summary>How many token requests the emulator answers on a core of its own, so that it is never what another benchmark measures.</summary>
internal static class EmulatorBench
{
    private const int Connections = 64;

    public static async Task<double> TokenRequestsPerSecondAsync(int warmUp, TimeSpan run)
    {
        using var emulator = ServerProcess.Start(0, "serve-emulator");
        const string Client = "client_key=awplayground000001&client_secret=emulator-secret-not-for-production-00001";
        var request = RawConnection.Post(emulator.Address, "/v2/oauth/token/", $"{Client}&grant_type=client_credentials");

        await WarmUp.RunAsync(warmUp, burst => RunAsync(emulator.Address, request, burst));
        var samples = new List<double>();
        for (var number = 0; number < 3; number++)
        {
            samples.Add(await RunAsync(emulator.Address, request, run));
        }

        return samples.Order().ElementAt(1);
    }

    private static async Task<double> RunAsync(Uri server, byte[] request, TimeSpan length)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            while (watch.Elapsed < length)
            {
                var answer = await connection.ExchangeAsync(request);
                if (JsonNode.Parse(answer.Body)?["access_token"] is null)
                {
                    throw new InvalidOperationException($"No token: {answer.Status} {answer.Body}");
                }

                Interlocked.Increment(ref count);
            }
        }));
        return count / watch.Elapsed.TotalSeconds;
    }
}
