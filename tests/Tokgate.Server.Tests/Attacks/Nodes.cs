using System.Net.Http.Headers;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Two brokers with one database, one master key and one clock, beside an emulator in which somebody agrees to everything at once.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly TempDirectory directory;
    private readonly TikTokEmulator tikTok;
    private readonly string? database;

    private Nodes(TempDirectory directory, TikTokEmulator tikTok, string? database)
    {
        this.directory = directory;
        this.tikTok = tikTok;
        this.database = database;
    }

    public ManualTime Time { get; } = new();

    public Broker First { get; private set; } = null!; // set before anybody sees this object

    public Broker Second { get; private set; } = null!; // as above

    public IEnumerable<Broker> Both => [First, Second];

    public static async Task<Nodes> StartAsync(string engine)
    {
        var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        var nodes = new Nodes(new TempDirectory(), tikTok, engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        await nodes.StartAsync();
        return nodes;
    }

    public Broker Of(int index) => index % 2 == 0 ? First : Second;

    public async Task RestartAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await StartAsync();
    }

    public static Task<Answer> RedeemAsync(Broker node, string code) => node.PostAsync(
        SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    public static Task<Answer> RefreshAsync(Broker node, string token) => node.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", token));

    public static async Task<Answer> UserInfoAsync(Broker node, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await node.Http.SendAsync(request));
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await tikTok.DisposeAsync();
        directory.Dispose();
    }

    private async Task StartAsync()
    {
        First = await StartNodeAsync();
        Second = await StartNodeAsync();
    }

    private Task<Broker> StartNodeAsync() => Broker.StartAsync(SignInWorld.SignInClients, database, directory.Path, Time, connections: [SignInWorld.Connection(tikTok.BaseAddress)], arguments: RouteFixture.NoLimits);
}
