using System.Net.Http.Headers;
using System.Text;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>A broker with the operator's machine client, and calls of its management API.</summary>
internal sealed class ManagementWorld : IAsyncDisposable
{
    public const string Administrator = "administrator";

    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    private ManagementWorld(Broker broker) => Broker = broker;

    /// <summary>One that a test has made itself, with <see cref="AdministratorClient"/> among its clients; it stays the test's.</summary>
    public static ManagementWorld Of(Broker broker) => new(broker);

    public static TheoryData<string> Engines => ["SQLite", "PostgreSQL"];

    public static TokgateServerClient AdministratorClient { get; } = new() { Id = Administrator, IsMachine = true, Secret = The.MachineSecret, IsAdministrator = true };

    public Broker Broker { get; }

    public static async Task<ManagementWorld> StartAsync(string engine = "SQLite", params string[] arguments) => new(await Broker.StartAsync(
        [.. The.Clients, AdministratorClient], engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null, arguments: [.. RouteFixture.NoLimits, .. arguments]));

    /// <summary>A token of the management API with these scopes; null is all of them.</summary>
    public async Task<string> TokenAsync(string? scope = null)
    {
        if (tokens.TryGetValue(scope ?? "", out var known))
        {
            return known;
        }

        (string, string)[] form = [("grant_type", "client_credentials"), ("audience", Broker.Issuer + "/api/v2/")];
        var answer = await Broker.PostAsync(SignIn.TokenPath, Broker.Basic(Administrator, The.MachineSecret), scope is null ? form : [.. form, ("scope", scope)]);
        Assert.True(answer.Status == 200, answer.Body);
        return tokens[scope ?? ""] = answer.Json.GetProperty("access_token").GetString()!; // as just seen
    }

    /// <summary>For a clock that went past their end.</summary>
    public void ForgetTokens() => tokens.Clear();

    public async Task<Answer> CallAsync(string method, string path, string? json = null, string? scope = null, params (string Name, string Value)[] headers) =>
        await SendAsync(method, path, json, await TokenAsync(scope), headers);

    public async Task<Answer> SendAsync(string method, string path, string? json, string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v2/" + path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Answer.OfAsync(await Broker.Http.SendAsync(request));
    }

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
