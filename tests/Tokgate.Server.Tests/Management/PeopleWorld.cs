using System.Text.Json;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>A broker beside an emulator, with people who sign in to an application that is told of logouts, and the operator's machine client.</summary>
internal sealed class PeopleWorld : IAsyncDisposable
{
    private PeopleWorld(SignInWorld world, LogoutReceiver application)
    {
        World = world;
        Application = application;
        Management = ManagementWorld.Of(world.Broker);
    }

    public SignInWorld World { get; }

    public Broker Broker => World.Broker;

    public LogoutReceiver Application { get; }

    public ManagementWorld Management { get; }

    public static async Task<PeopleWorld> StartAsync(string engine, Func<Uri, IReadOnlyList<TokgateServerConnection>>? connections = null)
    {
        var application = await LogoutReceiver.StartAsync();
        return new PeopleWorld(
            await SignInWorld.StartAsync(
                [
                    new()
                    {
                        Id = The.Web, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], BackChannelLogoutUri = application.At(The.Web),
                    },
                    ManagementWorld.AdministratorClient,
                ],
                engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
                connections,
                RouteFixture.NoLimits),
            application);
    }

    /// <summary>Somebody signs in; what their application has then.</summary>
    public async Task<SignedInPerson> SignInAsync(string user = "creator_full", Browser? browser = null)
    {
        await World.TikTok.ConsentAsync(user);
        using var own = browser is null ? World.NewBrowser() : null;
        var landed = await (browser ?? own!).GoAsync(SignInWorld.Authorize(("scope", "openid profile offline_access"))); // one of the two is there
        var answer = await Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(answer.Status == 200, answer.Body);
        var claims = Broker.PayloadOf(answer.Json.GetProperty("id_token").GetString()!); // openid was asked for
        return new SignedInPerson(claims.GetProperty("sub").GetString()!, claims.GetProperty("sid").GetString()!, answer.Json); // ID tokens of sessions have both
    }

    public Task<Answer> RefreshAsync(SignedInPerson person) => Broker.PostAsync(
        SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", person.Tokens.GetProperty("refresh_token").GetString()!)); // offline_access was asked for

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Application.DisposeAsync();
    }

    internal sealed record SignedInPerson(string Id, string SessionId, JsonElement Tokens);
}
