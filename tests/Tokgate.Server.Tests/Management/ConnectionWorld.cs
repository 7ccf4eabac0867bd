using System.Text.Json;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>A broker with a connection that the host declares and an emulator behind it, and its management API.</summary>
internal sealed class ConnectionWorld : IAsyncDisposable
{
    public const string AppSecret = "secret-of-an-app-by-the-api-0001";

    private ConnectionWorld(SignInWorld world)
    {
        World = world;
        Api = ManagementWorld.Of(world.Broker);
    }

    public SignInWorld World { get; }

    public ManagementWorld Api { get; }

    public Broker Broker => World.Broker;

    public static async Task<ConnectionWorld> StartAsync(string engine = "SQLite") => new(await SignInWorld.StartAsync(
        [.. SignInWorld.SignInClients, ManagementWorld.AdministratorClient], engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null));

    /// <summary>The one that the host declares.</summary>
    public async Task<string> DeclaredAsync() => (await Api.CallAsync("GET", "connections?name=tiktok")).Json[0].GetProperty("id").GetString()!; // it has one

    public async Task<JsonElement> GetAsync(string id)
    {
        var answer = await Api.CallAsync("GET", "connections/" + id);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    public Task<Answer> PatchAsync(string id, string json, string query = "") => Api.CallAsync("PATCH", $"connections/{id}{query}", json);

    /// <summary>A connection of the API's own, with one app at the emulator.</summary>
    public async Task<string> CreateAsync(string name = "mine", string clientKey = TikTokEmulator.SandboxClientKey, string more = "")
    {
        var answer = await Api.CallAsync("POST", "connections", $$$"""
            {"name":"{{{name}}}","strategy":"oauth2","options":{"apps":[{"client_id":"{{{clientKey}}}","client_secret":"{{{AppSecret}}}","address":"{{{World.TikTok.BaseAddress}}}","live":true}]{{{more}}}}}
            """);
        Assert.True(answer.Status == 201, answer.Body);
        return answer.Json.GetProperty("id").GetString()!; // it was made
    }

    /// <summary>Signs in as far as an application's code.</summary>
    public async Task SignInAsync(params (string Name, string? Value)[] changes)
    {
        using var browser = World.NewBrowser();
        Assert.NotNull((await browser.GoAsync(SignInWorld.Authorize(changes))).Query["code"]);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
