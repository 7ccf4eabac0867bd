using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tokgate.Emulator;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>A broker whose applications are named by people who mean no good, beside an emulator that agrees to everything at once.</summary>
public sealed class AttackFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-attack-");
    private TikTokEmulator? _emulator;
    private WebApplication? _broker;
    private WebApplication? _application;

    public static IReadOnlyList<string> Payloads { get; } =
    [
        "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "--><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>",
        "<iframe srcdoc='<script>parent.alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>", "<form action=javascript:alert(1)><button id=go>x</button></form>", "<button formaction=javascript:alert(1)>x</button>", "<input autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>", "<math><mtext><script>alert(1)</script></mtext></math>", "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<base href=//evil.example/>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css'</style>", "\" onmouseover=\"alert(1)\" autofocus onfocus=\"alert(1)", "' onfocus='alert(1)' autofocus='",
        "javascript:alert(1)", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "@(alert(1))", "&lt;script&gt;alert(1)&lt;/script&gt;", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    ];

    public Chromium Chromium { get; } = new();

    public TikTokEmulator Emulator => _emulator!; // xunit has called InitializeAsync

    public Uri Issuer { get; } = new($"http://localhost:{FreePort.Next()}");

    /// <summary>Where the applications' pages are: on another site than the broker.</summary>
    public string Application { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    public async Task InitializeAsync()
    {
        _application = CreateApplication(Application);
        await _application.StartAsync();
        var options = new TikTokEmulatorOptions();
        options.PlaygroundCallbacks.Add(new Uri(Issuer, "/login/callback").AbsoluteUri);
        options.PlaygroundCallbacks.Add(new Uri(Issuer, "/login/callback/second").AbsoluteUri);
        _emulator = await TikTokEmulator.StartAsync(options);
        await _emulator.ConsentAsync("creator_full");
        _broker = TokgateServer.Create(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = Issuer.GetLeftPart(UriPartial.Authority),
            Issuer = Issuer.GetLeftPart(UriPartial.Authority),
            DataDirectory = _data.FullName,
            Connections = [Connection("tiktok", TikTokEmulator.ProductionClientKey), Connection("second", TikTokEmulator.SandboxClientKey)],
            Clients = [.. Payloads.Select((payload, index) => new TokgateServerClient
            {
                Id = $"app{index}", Name = payload, Secret = "secret-of-the-attack-tests-0001", RequiresPkce = false, RedirectUris = [Application + "/cb"], PostLogoutRedirectUris = [Application + "/bye"],
            })],
        });
        await _broker.StartAsync();
        await Chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await _broker!.DisposeAsync(); // as above
        await _application!.DisposeAsync(); // as above
        await _emulator!.DisposeAsync(); // as above
        _data.Delete(recursive: true);
    }

    private static WebApplication CreateApplication(string address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        var application = builder.Build();
        application.Run(static context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>application</title><body></body>");
        });
        return application;
    }

    private TokgateServerConnection Connection(string name, string clientKey) => new() { Name = name, ClientKey = clientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = _emulator!.BaseAddress }; // as above
}
