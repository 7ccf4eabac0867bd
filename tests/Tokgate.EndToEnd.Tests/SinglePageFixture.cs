using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Single-page applications beside a broker that knows them as public clients: one on oidc-client-ts, as published, and the samples on our own package.</summary>
public sealed class SinglePageFixture : IAsyncLifetime
{
    public const string ClientId = "spa";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-spa-");
    private readonly Stack<IAsyncDisposable> _started = new();

    public Chromium Chromium { get; } = new();

    public Uri App { get; private set; } = null!; // set before a test runs

    /// <summary><c>samples/BrowserPage</c>.</summary>
    public FolderSite Plain { get; private set; } = null!; // as above

    /// <summary><c>samples/ReactVite</c>, built.</summary>
    public FolderSite React { get; private set; } = null!; // as above

    /// <summary>The source of axe-core, as published.</summary>
    public string Axe { get; } = PeerFiles.Read("axe-core", "axe.min.js");

    public Uri Emulator { get; private set; } = null!; // as above

    public Uri Issuer { get; } = new($"http://localhost:{FreePort.Next()}");

    public async Task InitializeAsync()
    {
        var application = CreateApplication(await File.ReadAllBytesAsync(PeerFiles.Find("oidc-client-ts", "dist", "browser", "oidc-client-ts.min.js")));
        _started.Push(application);
        await application.StartAsync();
        App = new Uri($"http://localhost:{new Uri(application.Urls.Single()).Port}");

        Plain = await FolderSite.StartAsync(Issuer, "samples/BrowserPage");
        _started.Push(Plain);
        React = await FolderSite.StartAsync(Issuer, "samples/ReactVite/dist");
        _started.Push(React);
        var emulatorOptions = new TikTokEmulatorOptions();
        emulatorOptions.PlaygroundCallbacks.Add(new Uri(Issuer, "/login/callback").AbsoluteUri);
        var emulator = await TikTokEmulator.StartAsync(emulatorOptions);
        _started.Push(emulator);
        Emulator = emulator.BaseAddress;

        var broker = CreateBroker(emulator.BaseAddress);
        _started.Push(broker);
        await broker.StartAsync();
        await Chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        while (_started.TryPop(out var program))
        {
            await program.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    private WebApplication CreateBroker(Uri emulator) => TokgateServer.Create(new TokgateServerOptions
    {
        EnvironmentName = "Development",
        Urls = Issuer.GetLeftPart(UriPartial.Authority),
        Issuer = Issuer.GetLeftPart(UriPartial.Authority),
        DataDirectory = _data.FullName,
        Connections = [new TokgateServerConnection { ClientKey = TikTokEmulator.ProductionClientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = emulator, IsActiveForConnectedAccounts = true }],
        Clients =
        [
            new TokgateServerClient { Id = ClientId, IsPublic = true, IsFirstParty = true, RedirectUris = [new Uri(App, "/callback").AbsoluteUri] },
            Sample("browser-page", Plain, "/"),
            Sample("react-vite", React, "/callback"),
            new TokgateServerClient
            {
                Id = "accounts",
                Name = "A page that connects accounts",
                IsPublic = true,
                IsFirstParty = true,
                RedirectUris = [new Uri(Plain.Address, "/accounts").AbsoluteUri],
                Audiences = new Dictionary<string, IReadOnlyList<string>> { [new Uri(Issuer, "/me/").AbsoluteUri] = ["create:me:connected_accounts"] },
            },
        ],
    });

    private static TokgateServerClient Sample(string id, FolderSite site, string callback) => new()
    {
        Id = id,
        IsPublic = true,
        IsFirstParty = true,
        RedirectUris = [new Uri(site.Address, callback).AbsoluteUri],
        PostLogoutRedirectUris = [site.Address.AbsoluteUri],
    };

    // The whole application is one page: it takes the answer that it was opened with, if there is one, and offers the library's manager to the test.
    private WebApplication CreateApplication(byte[] library)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapGet("/oidc-client-ts.js", () => Results.Bytes(library, "text/javascript"));
        application.MapGet("/{**path}", () => Results.Content(Page(), "text/html", Encoding.UTF8));
        return application;
    }

    private string Page() => $$"""
        <!doctype html>
        <title>Single-page application</title>
        <script src="/oidc-client-ts.js"></script>
        <script>
          const settings = {
            authority: {{JsonSerializer.Serialize(Issuer.GetLeftPart(UriPartial.Authority))}},
            client_id: {{JsonSerializer.Serialize(ClientId)}},
            redirect_uri: `${location.origin}/callback`,
            scope: new URLSearchParams(location.search).get("ask") ?? "openid profile",
            loadUserInfo: true,
            automaticSilentRenew: false,
            silentRequestTimeoutInSeconds: 10,
          };
          window.manager = new oidc.UserManager(settings);
          window.answered = location.pathname === "/callback" ? manager.signinCallback().then(() => manager.getUser()) : Promise.resolve(null);
        </script>
        """;
}
