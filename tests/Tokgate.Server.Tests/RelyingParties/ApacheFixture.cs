using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.RelyingParties;

/// <summary>Apache, a broker that listens where its issuer says, and an emulator. On the machine's clock: Apache has no other.</summary>
public sealed class ApacheFixture : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("tokgate-apache-");
    private readonly string issuer = $"http://localhost:{FreePort.Next()}";
    private TikTokEmulator? tikTok;
    private WebApplication? broker;

    internal Apache Apache { get; } = new(FreePort.Next());

    public async Task InitializeAsync()
    {
        var options = new TikTokEmulatorOptions();
        options.PlaygroundCallbacks.Add(issuer + "/login/callback");
        tikTok = await TikTokEmulator.StartAsync(options);
        await tikTok.ConsentAsync("creator_full");
        broker = TokgateServer.Create(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = issuer,
            Issuer = issuer,
            DataDirectory = data.FullName,
            LogLevel = LogLevel.Warning,
            Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
            Clients =
            [
                new TokgateServerClient
                {
                    Id = Apache.ClientId,
                    Secret = Apache.Secret,
                    IsFirstParty = true,
                    RedirectUris = [Apache.RedirectUri.AbsoluteUri],
                    PostLogoutRedirectUris = [Apache.Bye.AbsoluteUri],
                    BackChannelLogoutUri = Apache.BackChannel.AbsoluteUri,
                    RequiresBackChannelLogoutSession = true,
                },
            ],
        });
        await broker.StartAsync();
        await Apache.StartAsync(issuer);
    }

    public T Get<T>()
        where T : notnull => broker!.Services.GetRequiredService<T>(); // started before a test runs

    /// <summary>A browser with cookies of its own, which follows redirects if it is told to. Who does not ask for HTML is a script to Apache and not led to sign in.</summary>
    public static HttpClient NewBrowser(CookieContainer cookies, bool follows)
    {
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = follows }) { Timeout = TimeSpan.FromSeconds(20) };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    public async Task DisposeAsync()
    {
        await Apache.DisposeAsync();
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }

        if (tikTok is not null)
        {
            await tikTok.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        data.Delete(recursive: true);
    }
}
