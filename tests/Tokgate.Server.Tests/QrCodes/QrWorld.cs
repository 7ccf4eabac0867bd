using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using System.Web;
using Tokgate.Emulator;
using Tokgate.Server.Pages;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.QrCodes;

/// <summary>A broker that offers QR codes beside an emulator with its phone, and programs that show codes of their own.</summary>
internal sealed class QrWorld : IAsyncDisposable
{
    public const string GrantType = "urn:tokgate:params:oauth:grant-type:qr";
    public const string Television = "television";
    public const string Kiosk = "kiosk";
    public const string Stranger = "stranger-television";

    private QrWorld(SignInWorld world) => World = world;

    public SignInWorld World { get; }

    public Broker Broker => World.Broker;

    public TikTokEmulator TikTok => World.TikTok;

    public static async Task<QrWorld> StartAsync(string engine = "SQLite", params string[] arguments) => new(await SignInWorld.StartAsync(
        [
            .. SignInWorld.SignInClients,
            new() { Id = Television, IsPublic = true, IsFirstParty = true, ShowsQrCodes = true },
            new() { Id = Kiosk, Secret = The.WebSecret, IsFirstParty = true, ShowsQrCodes = true },
            new() { Id = Stranger, IsPublic = true, ShowsQrCodes = true },
        ],
        engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
        address =>
        [
            new TokgateServerConnection
            {
                ClientKey = TikTokEmulator.ProductionClientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = address, OffersQrCode = true,
                ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats"],
            },
        ],
        [.. Attacks.RouteFixture.NoLimits, .. arguments]));

    /// <summary>A page with a code, as the person's choice leads there.</summary>
    public static Task<Answer> ShowAsync(Browser browser, params (string Name, string? Value)[] changes) => browser.GoAsync(SignInWorld.Authorize([("tokgate_method", "qr"), .. changes]));

    public static string HandleOf(Answer page) => Regex.Match(page.Body, "name=\"qr\" value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>What the page's picture says; the emulator's phone is linked beside it.</summary>
    public static string ContentOf(Answer page) => HttpUtility.ParseQueryString(new Uri(WebUtility.HtmlDecode(Regex.Match(page.Body, "href=\"([^\"]*)\"[^>]*data-testid=\"qr-emulator\"").Groups[1].Value)).Query)["url"]!; // the page has it

    /// <summary>The path that draws it.</summary>
    public static string PictureOf(string content) => QrPicture.Svg(content, "").Split("d=\"")[^1];

    public async Task PhoneAsync(string content, string action = "confirm", string user = "creator_full")
    {
        using var answer = await TikTok.Control.PostAsJsonAsync("/_emulator/qr", new { scan_url = content, user, action });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static Task<Answer> StatusAsync(Browser browser, string handle) => browser.StepPostAsync("/login/qr/status", ("qr", handle));

    public static Task<Answer> ContinueAsync(Browser browser, string handle, string? action = null) =>
        browser.StepPostAsync("/login/qr", action is null ? [("qr", handle)] : [("qr", handle), ("action", action)]);

    /// <summary>A program's code; a change with null takes a parameter away.</summary>
    public Task<Answer> BeginAsync(string client = Television, params (string Name, string? Value)[] changes) => PostAsync(
        "/oauth/qr", client, [("scope", "openid profile"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256")], changes);

    public Task<Answer> AskAsync(string id, string client = Television, params (string Name, string? Value)[] changes) => PostAsync(
        "/oauth/token", client, [("grant_type", GrantType), ("qr_id", id), ("code_verifier", SignInWorld.Verifier)], changes);

    /// <summary>Past the moment before which TikTok is not asked again.</summary>
    public void Wait() => Broker.Time.Advance(TimeSpan.FromSeconds(3));

    /// <summary>How often TikTok was asked how far a code is.</summary>
    public Task<int> LooksAsync() => AskedAsync("/v2/oauth/check_qrcode/");

    public async Task<int> AskedAsync(string path) => (await TikTok.ReadRequestsAsync()).EnumerateArray().Count(request => request.GetProperty("path").GetString() == path);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private Task<Answer> PostAsync(string path, string client, (string Name, string? Value)[] form, (string Name, string? Value)[] changes)
    {
        var isConfidential = client is Kiosk or The.Web;
        var fields = form.Where(field => changes.All(change => change.Name != field.Name)).Concat(changes).Where(field => field.Value is not null).Select(field => (field.Name, field.Value!)); // as just seen
        return Broker.PostAsync(path, isConfidential ? Broker.Basic(client, The.WebSecret) : null, [.. fields, .. isConfidential ? Array.Empty<(string, string)>() : [("client_id", client)]]);
    }
}
