using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Token;

/// <summary>Codes that TikTok's SDK gave an app on a phone: the app hands them over with their verifier, and gets our tokens.</summary>
public sealed class TikTokCodeTests
{
    private const string GrantType = "urn:tokgate:params:oauth:grant-type:tiktok-code";
    private const string AppLink = "https://shop.example/tiktok/return";
    private const string Phone = "phone";
    private const string OtherPhone = "other-phone";

    /// <summary>As TikTok's Android SDK makes them: 32 characters.</summary>
    private const string Verifier = "0123456789abcdefghijABCDEFGHIJ42";

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_code_that_is_handed_over_becomes_our_tokens_and_of_fifty_who_bring_it_one_gets_them(string engine)
    {
        await using var world = await StartAsync(engine);
        var code = await CodeAsync(world);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => HandOverAsync(world, code, ("nonce", "n-1"))));
        var tokens = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Except([tokens]), answer => Assert.Equal("invalid_grant", answer.Error));
        Assert.Equal(1, await AskedAsync(world));
        var claims = Broker.PayloadOf(tokens.Member("id_token"));
        Assert.Equal((Phone, "n-1"), (claims.GetProperty("aud").GetString(), claims.GetProperty("nonce").GetString()));
        Assert.Equal("openid profile offline_access", tokens.Member("scope"));
        Assert.Equal(200, (await world.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("client_id", Phone), ("refresh_token", tokens.Member("refresh_token")))).Status);

        // The same person as by the page, because it is the same TikTok app.
        using var browser = world.NewBrowser();
        var landed = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Equal(claims.GetProperty("sub").GetString(), (await world.GrantOfAsync(landed.Query["code"])).UserId);
        var audited = await world.Broker.AuditAsync();
        Assert.DoesNotContain(audited, audited => audited.ToString().Contains(code, StringComparison.Ordinal) || audited.ToString().Contains(Verifier, StringComparison.Ordinal));
    }

    [Fact]
    public async Task T_05_A_code_is_taken_from_no_other_client_app_verifier_or_redirect_uri()
    {
        await using var world = await StartAsync();
        foreach (var (name, value) in ((string, string?)[])
        [
            ("client_id", OtherPhone), ("redirect_uri", "https://evil.example/return"), ("redirect_uri", AppLink + "/"), ("redirect_uri", Broker.Issuer + "/login/callback"), ("client_key", TikTokEmulator.SandboxClientKey),
            ("code", null), ("code_verifier", null), ("redirect_uri", null), ("code_verifier", "ä"), ("scope", null), ("connection", "nobody"), ("grant_type", "authorization_code"),
        ])
        {
            var refused = await HandOverAsync(world, await CodeAsync(world), (name, value));
            Assert.Equal((name, value, 400), (name, value, refused.Status));
        }

        Assert.Equal(0, await AskedAsync(world)); // none of these reached TikTok
        Assert.Equal("invalid_grant", (await HandOverAsync(world, await CodeAsync(world), ("code_verifier", new string('x', 43)))).Error);
        Assert.Equal("invalid_grant", (await HandOverAsync(world, "a-code-of-nobody")).Error);
        Assert.Equal("unauthorized_client", (await HandOverAsync(world, await CodeAsync(world), ("client_id", The.Spa))).Error);
        Assert.Equal(200, (await HandOverAsync(world, await CodeAsync(world))).Status);
    }

    [Fact]
    public async Task T_05_A_code_that_came_back_to_a_browser_cannot_be_handed_over()
    {
        // Whoever finds it in an address or a log has no cookie, and a client that somebody has registered with our own callback changes nothing.
        await using var world = await SignInWorld.StartAsync(
            [.. SignInWorld.SignInClients, new() { Id = Phone, IsPublic = true, IsFirstParty = true, HandsOverTikTokCodes = true, RedirectUris = [Broker.Issuer + "/login/callback"] }]);
        using var browser = world.NewBrowser();
        var callback = await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback");
        var refused = await HandOverAsync(world, HttpUtility.ParseQueryString(callback.Query)["code"]!, ("redirect_uri", Broker.Issuer + "/login/callback")); // it has come back
        Assert.Contains("TTK3355", refused.Member("error_description"), StringComparison.Ordinal);
        Assert.Contains("code", (await browser.GoAsync(callback.PathAndQuery)).Query.Keys); // and it is not spent
    }

    [Fact]
    public async Task An_app_that_is_not_live_takes_codes_only_if_it_is_marked_for_it()
    {
        await using var world = await StartAsync();
        await world.Broker.ChangeConnectionAsync(config => config with
        {
            Apps = [.. config.Apps, new(TikTokEmulator.SandboxClientKey) { ClientSecret = Tokgate.TikTok.ClientSecret.From(TikTokEmulator.ClientSecret), Address = world.TikTok.BaseAddress }],
        });
        Assert.Equal("invalid_request", (await HandOverAsync(world, await CodeAsync(world, TikTokEmulator.SandboxClientKey), ("client_key", TikTokEmulator.SandboxClientKey))).Error);
        await world.Broker.ChangeConnectionAsync(config => config with { Apps = [.. config.Apps.Select(app => app with { TakesHandOver = true })] });
        Assert.Equal(200, (await HandOverAsync(world, await CodeAsync(world, TikTokEmulator.SandboxClientKey), ("client_key", TikTokEmulator.SandboxClientKey))).Status);
        Assert.Equal("invalid_grant", (await HandOverAsync(world, await CodeAsync(world, TikTokEmulator.SandboxClientKey))).Error); // the live app did not give it
    }

    [Fact]
    public async Task Who_is_kept_out_or_was_never_asked_or_comes_by_a_connection_that_is_off_gets_nothing()
    {
        await using var world = await StartAsync();
        Assert.Equal("consent_required", (await HandOverAsync(world, await CodeAsync(world), ("client_id", "phone-of-others"))).Error);
        Assert.Equal(200, (await HandOverAsync(world, await CodeAsync(world))).Status);
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        Assert.Equal("access_denied", (await HandOverAsync(world, await CodeAsync(world))).Error);
        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = false });
        Assert.Equal("invalid_request", (await HandOverAsync(world, await CodeAsync(world))).Error);
        Assert.Equal("invalid_request", (await HandOverAsync(world, await CodeAsync(world), ("connection", "tiktok"))).Error);
    }

    private static async Task<SignInWorld> StartAsync(string engine = "SQLite")
    {
        var world = await SignInWorld.StartAsync(
            [
                .. SignInWorld.SignInClients,
                new() { Id = Phone, IsPublic = true, IsFirstParty = true, HandsOverTikTokCodes = true, RedirectUris = [AppLink] },
                new() { Id = OtherPhone, IsPublic = true, IsFirstParty = true, HandsOverTikTokCodes = true, RedirectUris = ["https://other.example/return"] },
                new() { Id = "phone-of-others", IsPublic = true, HandsOverTikTokCodes = true, RedirectUris = [AppLink] },
            ],
            engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
            arguments: Attacks.RouteFixture.NoLimits);
        foreach (var key in (string[])[TikTokEmulator.ProductionClientKey, TikTokEmulator.SandboxClientKey])
        {
            await world.TikTok.PutAsync($"/_emulator/apps/{key}", new { platforms = new { desktop = (string[])[Broker.Issuer + "/login/callback"], android = (string[])[AppLink] } });
        }

        return world;
    }

    /// <summary>What the SDK does on the phone: TikTok's page in its own view, and the code out of the link that it comes back to.</summary>
    private static async Task<string> CodeAsync(SignInWorld world, string clientKey = TikTokEmulator.ProductionClientKey)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var challenge = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var query = $"client_key={clientKey}&response_type=code&scope=user.info.basic%2Cuser.info.profile&redirect_uri={Uri.EscapeDataString(AppLink)}&state=x&code_challenge={challenge}&device_platform=android";
        using var answer = await http.GetAsync(new Uri(world.TikTok.BaseAddress, "/v2/auth/authorize/?" + query));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"] ?? throw new InvalidOperationException(answer.Headers.Location.Query); // it is a redirect
    }

    private static Task<Answer> HandOverAsync(SignInWorld world, string code, params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] form =
        [
            ("grant_type", GrantType), ("client_id", Phone), ("code", code), ("code_verifier", Verifier), ("redirect_uri", AppLink), ("scope", "openid profile offline_access"),
        ];
        return world.Broker.PostAsync(
            SignIn.TokenPath, [.. form.Where(field => changes.All(change => change.Name != field.Name)).Concat(changes).Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))]); // as just seen
    }

    private static async Task<int> AskedAsync(SignInWorld world) =>
        (await world.TikTok.ReadRequestsAsync()).EnumerateArray().Count(static request => request.GetProperty("path").GetString() == "/v2/oauth/token/");
}
