using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Configuration;

/// <summary>A broker that is killed while it applies a document.</summary>
public sealed class KilledApplyTests
{
    private const int Rounds = 4;

    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_kill_in_the_middle_leaves_the_old_set_up_or_the_new_one_and_never_half(string engine)
    {
        using var directory = new TempDirectory();
        using var process = new BrokerProcess(directory.Path, new Uri("http://127.0.0.1:1"), engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        await process.StartAsync();
        await ApplyAsync(process, "round 0");
        for (var round = 1; round <= Rounds; round++)
        {
            var applying = ApplyAsync(process, $"round {round}");
            await AskAsync(process, times: round * 5);
            process.Kill();
            await Record.ExceptionAsync(() => applying); // cut off, or just done
            await process.StartAsync();
            Assert.Single(await DescriptionsAsync(process));
        }
    }

    private static async Task ApplyAsync(BrokerProcess process, string description)
    {
        using var answer = await SendAsync(process, HttpMethod.Put, "configuration", ConfigurationTests.Body(ConfigurationTests.Ring(description)));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    // Some time, in which the other call comes to some place: a little further in every round.
    private static async Task AskAsync(BrokerProcess process, int times)
    {
        using var http = new HttpClient { BaseAddress = process.Address };
        for (var asked = 0; asked < times; asked++)
        {
            await http.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        }
    }

    private static async Task<IReadOnlyList<string?>> DescriptionsAsync(BrokerProcess process)
    {
        using var answer = await SendAsync(process, HttpMethod.Get, "clients?per_page=100", null);
        var clients = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray().Where(client => ((string?)client!["client_id"])!.StartsWith("ring-", StringComparison.Ordinal)).ToList(); // a list of clients
        Assert.Equal(50, clients.Count);
        return [.. clients.Select(client => (string?)client!["description"]).Distinct()];
    }

    private static async Task<HttpResponseMessage> SendAsync(BrokerProcess process, HttpMethod method, string path, string? json)
    {
        using var http = new HttpClient { BaseAddress = process.Address };
        http.DefaultRequestHeaders.Host = "localhost";
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("audience", Broker.Issuer + "/api/v2/")]),
        };
        ask.Headers.Authorization = Broker.Basic(ManagementWorld.Administrator, The.MachineSecret);
        using var told = await http.SendAsync(ask);
        var token = (string?)JsonNode.Parse(await told.Content.ReadAsStringAsync())!["access_token"]; // an answer
        using var request = new HttpRequestMessage(method, "/api/v2/" + path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request);
    }
}
