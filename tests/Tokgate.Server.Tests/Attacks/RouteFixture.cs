using Microsoft.Extensions.Options;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Tests.QrCodes;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>A broker on SQLite with somebody signed in, so that what refuses does so although a session is there.</summary>
public sealed class RouteFixture : IAsyncLifetime
{
    // The matrices are the flood that the limits are there for.
    public static readonly string[] NoLimits = ["--Tokgate:Limits:Browser:PerSecond=0", "--Tokgate:Limits:BackChannel:PerSecond=0", "--Tokgate:Limits:Client:PerSecond=0", "--Tokgate:Limits:User:PerSecond=0", "--Tokgate:Limits:Guess:PerSecond=0"];

    private SignInWorld? world;
    private Browser? browser;

    public SignInWorld World => world ?? throw new InvalidOperationException("xunit has not started it.");

    public Broker Broker => World.Broker;

    public Browser Browser => browser ?? throw new InvalidOperationException("xunit has not started it.");

    public string Cookies => Browser.Cookies.GetCookieHeader(new Uri(Broker.Issuer));

    /// <summary>Everything the database holds but the trail and the last use of secrets, which are written behind the caller; tables whose rows mean nothing until somebody comes for them can be left out.</summary>
    public string Content(params string[] without) => DatabaseContent.Of(Broker.Get<IOptions<StorageOptions>>().Value.Database!, ["audit_events", "client_secrets", "sqlite_sequence", .. without]); // set by its own defaults

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Cookie", Cookies);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Answer.OfAsync(await Broker.Http.SendAsync(request));
    }

    /// <summary>A page that asks this session, and the handle in its form.</summary>
    public async Task<string> HandleAsync(string path)
    {
        var page = path == "/consent"
            ? await Browser.GoAsync(SignInWorld.Authorize(("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"), ("prompt", "consent")))
            : await Browser.StepAsync(SignedIn.Path);
        return path.StartsWith("/account", StringComparison.Ordinal) ? "" : SignedIn.HandleOf(page);
    }

    public async Task InitializeAsync()
    {
        world = await SignInWorld.StartAsync([.. SignInWorld.SignInClients, new() { Id = "leaver", Secret = The.WebSecret, RedirectUris = ["https://leaver.example/cb"], PostLogoutRedirectUris = ["https://leaver.example/bye"] }, new() { Id = QrWorld.Television, IsPublic = true, IsFirstParty = true, ShowsQrCodes = true }],
            arguments: NoLimits);
        browser = world.NewBrowser();
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await World.DisposeAsync();
    }
}
