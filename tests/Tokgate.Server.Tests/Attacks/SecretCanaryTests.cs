using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Tests.Webhooks;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Every secret that a run of whole flows and of failures makes, looked for wherever the broker writes: logs at their loudest, traces, files (T-16, T-35, T-59, T-60).</summary>
public sealed class SecretCanaryTests
{
    private static readonly string[] Loudest =
    [
        "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Trace",
        "--Logging:LogLevel:Microsoft.Extensions=Trace", "--Logging:LogLevel:System=Trace", "--Logging:LogLevel:System.Net.Http=Trace", "--Logging:Console:LogLevel:Default=None", "--Logging:Console:LogLevel:Microsoft=None",
        "--Logging:Console:LogLevel:Microsoft.AspNetCore=None", "--Logging:Console:LogLevel:Microsoft.EntityFrameworkCore=None", "--Logging:Console:LogLevel:Microsoft.Extensions=None",
    ];

    // A server of the operator's that does not answer, with two secrets, as during a rotation.
    private static readonly string[] Hooks =
    [
        "--Tokgate:Webhooks:Receivers:0:Id=main", "--Tokgate:Webhooks:Receivers:0:Url=http://127.0.0.1:9/hook", "--Tokgate:Webhooks:Receivers:0:Secrets=env:HOOK_KEY,env:HOOK_KEY_FORMER",
        $"--HOOK_KEY={WebhookWorld.Key}", $"--HOOK_KEY_FORMER={WebhookWorld.FormerKey}",
    ];

    private static readonly Regex Minted = new("tg[a-z]_[A-Za-z0-9_-]{43}|eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}|(?:act|rft)\\.[A-Za-z0-9!.%_-]{10,}|[?&](?:code|state|code_challenge)=[^&\"]{8,}");

    private readonly ConcurrentDictionary<string, byte> secrets = new();
    private readonly ConcurrentQueue<string> traces = [];

    [Fact]
    public async Task T_16_No_secret_of_a_whole_run_is_logged_traced_or_written_down()
    {
        using var directory = new TempDirectory();
        using var log = new CapturedLog();
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = Trace };
        ActivitySource.AddActivityListener(listener);
        await using var world = await StartAsync(directory.Path, log);

        await SucceedAsync(world);
        await FailAsync(world);
        foreach (var secret in (string[])[The.WebSecret, SignIn.Secret, TikTokEmulator.ClientSecret, SignInWorld.Verifier, "user-typed-this-secret", WebhookWorld.Key[6..], WebhookWorld.FormerKey[6..], (await File.ReadAllTextAsync(directory["master.key"])).Trim()])
        {
            secrets.TryAdd(secret, 0);
        }

        Assert.InRange(secrets.Count, 40, 1000);
        Assert.Contains(log.Lines, line => line.StartsWith("Microsoft.EntityFrameworkCore.Database.Command", StringComparison.Ordinal)); // it is loud indeed
        Assert.Contains(log.Lines, line => line.Contains("TTK3102", StringComparison.Ordinal));
        Assert.NotEmpty(traces);
        var files = Directory.EnumerateFiles(directory.Path, "*.db*").Select(file => Encoding.Latin1.GetString(ReadShared(file))).ToList();
        var reports = new List<string>();
        foreach (var path in (string[])["/health/live", "/health/ready", "/.well-known/openid-configuration", "/.well-known/jwks.json", "/nowhere"])
        {
            reports.Add((await world.Broker.GetAsync(path)).Body);
        }

        foreach (var secret in secrets.Keys)
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(traces, trace => trace.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(reports, report => report.Contains(secret, StringComparison.Ordinal));

            // The address a client gave stands in its row, and what a token says of itself stands in nothing.
            Assert.DoesNotContain(files, file => file.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task T_59_What_breaks_is_told_without_its_cause()
    {
        using var directory = new TempDirectory();
        using var log = new CapturedLog();
        await using var world = await StartAsync(directory.Path, log);
        await world.Broker.Get<Tokgate.Server.Storage.IWriteDoor>().WriteAsync(
            context => Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(context.Database, "drop table pending_sign_ins"), CancellationToken.None);
        using var browser = world.NewBrowser();
        var page = await browser.StepAsync(SignInWorld.Authorize());
        Assert.Equal(500, page.Status);
        foreach (var word in (string[])["Exception", "pending_sign_ins", "   at ", "Sqlite", directory.Path, "Tokgate.Server."])
        {
            Assert.DoesNotContain(word, page.Body, StringComparison.Ordinal);
        }

        Assert.Contains(log.Lines, line => line.Contains(page.Text("error-reference"), StringComparison.Ordinal));
    }

    private static async Task<SignInWorld> StartAsync(string directory, CapturedLog log)
    {
        var time = new ManualTime();
        var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        var app = TokgateServer.Create(new TokgateServerOptions
        {
            Arguments = [.. Loudest, .. Hooks],
            EnvironmentName = "Development",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            DataDirectory = directory,
            LogLevel = LogLevel.Trace,
            TimeProvider = time,
            Clients = [.. SignInWorld.SignInClients, new() { Id = SignIn.Legacy, Secret = SignIn.Secret, RedirectUris = [SignInWorld.Callback], RequiresPkce = true, IsFirstParty = true }],
            Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
        });
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return SignInWorld.Of(await Broker.OfAsync(app, time), tikTok);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private void Trace(Activity activity) => traces.Enqueue(
        $"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', activity.Events.Select(happened => happened.Name + string.Join(' ', happened.Tags)))} {string.Join(' ', activity.Baggage)}");

    private async Task SucceedAsync(SignInWorld world)
    {
        var broker = world.Broker;
        using var browser = world.NewBrowser();
        var landed = Note(browser, await browser.GoAsync(SignInWorld.Authorize(
            ("scope", "openid profile offline_access"), ("state", "state-of-the-canary-1"), ("nonce", "n-canary"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256"))));
        var tokens = Note(await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback), ("code_verifier", SignInWorld.Verifier)));
        Assert.Equal(200, tokens.Status);
        var refreshed = Note(await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", tokens.Json.GetProperty("refresh_token").GetString()!))); // offline access was asked for
        await UserInfoAsync(broker, refreshed.Json.GetProperty("access_token").GetString()!); // it is a 200
        Note(await broker.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", refreshed.Json.GetProperty("access_token").GetString()!))); // as above

        var pushed = Note(await broker.PostAsync("/oauth/par", Broker.Basic(The.Web, The.WebSecret), ("response_type", "code"), ("redirect_uri", SignInWorld.Callback), ("scope", "openid"), ("response_mode", "form_post")));
        Note(browser, await browser.GoAsync($"/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}")); // it was created
        var consent = Note(browser, await browser.GoAsync(SignInWorld.Authorize(("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"))));
        Note(browser, await browser.StepPostAsync("/consent", ("request", SignedIn.HandleOf(consent)), ("decision", "allow")));
        Note(await broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", refreshed.Json.GetProperty("refresh_token").GetString()!))); // it is a 200
        Note(browser, await browser.StepAsync(SignInWorld.Authorize(("prompt", "none"), ("id_token_hint", tokens.Json.GetProperty("id_token").GetString()!)))); // openid was asked for
        Note(browser, await browser.StepAsync($"{SignedIn.Path}?id_token_hint={tokens.Json.GetProperty("id_token").GetString()}"));
    }

    private async Task FailAsync(SignInWorld world)
    {
        var broker = world.Broker;
        using var browser = world.NewBrowser();
        using var other = world.NewBrowser();
        var callback = (await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        Note(other, await other.StepAsync(callback));
        Note(browser, await browser.StepAsync(callback));
        Note(browser, await browser.StepAsync(callback + "&code=twice"));
        foreach (var kind in (string[])["html", "truncated", "cut_before", "cut_after"])
        {
            await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind });
            Note(browser, await browser.GoAsync(SignInWorld.Authorize(("prompt", "login"))));
        }

        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "body", body = "{\"data\":{\"user\":{\"open_id\":\"\"}},\"error\":{\"code\":\"ok\"}}" });
        Note(browser, await browser.GoAsync(SignInWorld.Authorize(("prompt", "login"))));

        var landed = Note(browser, await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access"))));
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback)];
        Note(await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, "user-typed-this-secret"), form));
        Note(await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), [.. form, ("code_verifier", SignInWorld.Verifier)]));
        Note(await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), form));
        var tokens = Note(await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), form));
        Note(await broker.PostAsync($"{SignIn.TokenPath}?client_secret=user-typed-this-secret&code={landed.Query["code"]}", form));
        Assert.NotEqual(0, tokens.Status);
        await UserInfoAsync(broker, "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJ1c2VyLXR5cGVkLXRoaXMifQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        Note(browser, await browser.StepAsync("/login/callback?code=user-typed-this-secret&state=tgu_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&error=user-typed-this-secret"));
        await broker.GetAsync("/login/callback/user-typed-this-path?code=user-typed-this-secret");
        await RawConnection.SendAsync(broker.Address, "GET /login/callback?code=user-typed-this-secret\r\n bad HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private async Task UserInfoAsync(Broker broker, string token)
    {
        secrets.TryAdd(token, 0);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Note(await Answer.OfAsync(await broker.Http.SendAsync(request)));
    }

    private Answer Note(Browser browser, Answer answer)
    {
        foreach (var address in browser.Trail)
        {
            Note(address.OriginalString);
        }

        foreach (var name in (string[])[SignedIn.Cookie, "tokgate-browser"])
        {
            Note(browser.Cookie(name) ?? "");
        }

        return Note(answer);
    }

    private Answer Note(Answer answer)
    {
        Note(System.Net.WebUtility.HtmlDecode(answer.Body));
        Note(string.Join('\n', answer.Headers.Values));
        return answer;
    }

    private void Note(string text)
    {
        foreach (Match match in Minted.Matches(Uri.UnescapeDataString(text)))
        {
            var value = match.Value[0] is '?' or '&' ? match.Value.Split('=', 2)[1] : match.Value;

            // What the client chose itself waits in the row of its request until it is answered.
            if (value != "state-of-the-canary-1" && value != SignInWorld.Challenge && value.Length >= 12)
            {
                secrets.TryAdd(value, 0);
            }
        }
    }
}
