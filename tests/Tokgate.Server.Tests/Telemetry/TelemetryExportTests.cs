using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Telemetry;

/// <summary>A real export, read as the collector gets it.</summary>
public sealed class TelemetryExportTests
{
    private const string Agent = "canary-agent/1.0";

    private static readonly Regex Minted = new("tg[a-z]_[A-Za-z0-9_-]{43}|eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}|(?:act|rft)\\.[A-Za-z0-9!.%_-]{10,}");

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task T_16_What_is_exported_tells_what_happened_and_no_secret_and_nobody(string engine)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        using var directory = new TempDirectory();
        var secrets = new HashSet<string>(StringComparer.Ordinal)
        {
            The.WebSecret, TikTokEmulator.ClientSecret, TikTokEmulator.ProductionClientKey, "canary-state-000001", "canary-nonce-000001", "canary-query-000001", "canary-baggage-000001", "canary-tracestate", "canary-code-000001", Agent,
            "Host=127.0.0.1", "Username=postgres", "insert into", "select ",
        };
        var app = TokgateServer.Create(new TokgateServerOptions
        {
            Arguments = receiver.Arguments,
            EnvironmentName = "Development",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            Database = engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
            DataDirectory = directory.Path,
            Clients = TokenWorld.Clients,
            Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
        });
        var broker = await Broker.OfAsync(app, new ManualTime());
        secrets.UnionWith(await RunAsync(broker, tikTok));
        await broker.DisposeAsync(); // which exports what is left

        var (traces, metrics, logs) = (receiver.TextOf("traces"), receiver.TextOf("metrics"), receiver.TextOf("logs"));
        foreach (var name in (string[])["/oauth/token", "/login/callback", "/authorize", "http.route", "refresh grant", "tokgate.outcome"])
        {
            Assert.Contains(name, traces, StringComparison.Ordinal);
        }

        foreach (var name in (string[])
            ["tokgate.sign_ins", "tokgate.sign_ins.started", "tokgate.tokens.issued", "tokgate.tokens.refused", "tokgate.tiktok.call.duration", "tokgate.vault.refreshes", "tokgate.vault.refresh.duration",
             "http.server.request.duration", "completed", "failed", "refused", "TTK3101", "authorization_code", "Exchange", "UserInfo", "Succeeded"])
        {
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        }

        Assert.Contains("TTK3101 was shown to a browser", logs, StringComparison.Ordinal);
        Assert.Contains("tokgate", traces, StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, logs, StringComparison.Ordinal);
        }

        // Nothing that the exporter sends is exported in turn.
        Assert.DoesNotContain("/v1/traces", traces, StringComparison.Ordinal);

        // The driver has one source for the whole process, and other tests use it meanwhile.
        Assert.True(engine != "PostgreSQL" || traces.Contains("postgresql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_address_nothing_of_it_is_there()
    {
        await using var broker = await Broker.StartAsync();
        Assert.DoesNotContain(broker.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>(), service => service.GetType().Name == "TelemetryHostedService");
        Assert.False(broker.Get<Tokgate.Server.Telemetry.BrokerMeter>().WantsLevels);
    }

    private static async Task<IEnumerable<string>> RunAsync(Broker broker, TikTokEmulator tikTok)
    {
        var secrets = new List<string>();
        using var browser = new Browser(broker) { UserAgent = Agent };
        var landed = await browser.GoAsync(SignInWorld.Authorize(("scope", "openid profile offline_access"), ("state", "canary-state-000001"), ("nonce", "canary-nonce-000001"), ("login_hint", "canary-query-000001")));
        secrets.Add(landed.Query["code"]);
        var tokens = await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(tokens.Status == 200, tokens.Body);
        Note(tokens.Body);
        var person = TokenWorld.SubjectOf(tokens.Json);
        var vault = broker.Get<TikTokVault>();
        var grant = Assert.Single(await vault.ListAsync(person));
        secrets.AddRange([person, grant.Id, grant.OpenId, (await vault.GetAccessTokenAsync(grant.Id)).AccessToken!.Reveal()]); // it is alive
        secrets.Add((await vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = grant.Generation })).AccessToken!.Reveal()); // it was refreshed
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo"))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Json.GetProperty("access_token").GetString());
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.Add("tracestate", "canary-tracestate=1");
            request.Headers.Add("baggage", "x=canary-baggage-000001");
            var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
            Assert.Equal(200, answer.Status);
            secrets.Add(answer.Json.GetProperty("name").GetString()!); // the persona has one
        }

        Note((await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", tokens.Json.GetProperty("refresh_token").GetString()!))).Body); // offline access was asked for
        Assert.Equal(400, (await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "canary-code-000001"), ("code", "canary-code-000001"))).Status);
        await broker.GetAsync("/login/callback?code=canary-code-000001&state=canary-state-000001");
        await broker.GetAsync("/canary-query-000001?x=canary-query-000001");
        await tikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "cut_before" });
        await browser.GoAsync(SignInWorld.Authorize(("prompt", "login")));
        using var silent = new Browser(broker);
        await silent.GoAsync(SignInWorld.Authorize(("prompt", "none")));
        foreach (var address in browser.Trail)
        {
            Note(Uri.UnescapeDataString(address.OriginalString));
        }

        await broker.Get<AuditTrail>().FlushAsync(CancellationToken.None);
        Assert.True(secrets.Count > 8);
        return secrets;

        void Note(string text) => secrets.AddRange(Minted.Matches(text).Select(static match => match.Value));
    }
}
