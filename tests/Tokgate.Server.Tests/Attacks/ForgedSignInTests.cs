using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>What TikTok did not say, in this browser, to this broker, now, makes nobody anybody.</summary>
public sealed class ForgedSignInTests
{
    private const int Worlds = 6;

    private static TheoryData<string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string>();
            foreach (var endpoint in (string[])["token", "user_info"])
            {
                foreach (var kind in (string[])["html", "truncated", "rate_limit", "cut_before", "cut_after", "cut_middle"])
                {
                    faults.Add(endpoint, $"{{\"kind\":\"{kind}\"}}");
                }

                foreach (var status in (int[])[301, 400, 401, 403, 404, 500, 502, 503])
                {
                    faults.Add(endpoint, $"{{\"kind\":\"status\",\"status\":{status}}}");
                }

                foreach (var body in (string[])
                [
                    "{}", "[]", "null", "\"\"", "0", "true", "", " ", "{\"error\":\"invalid_grant\"}", "{\"error\":{\"code\":\"access_token_invalid\",\"message\":\"x\",\"log_id\":\"1\"},\"data\":{}}", "{\"error\":null}", "{\"data\":{}}",
                    "{\"data\":{\"user\":{}},\"error\":{\"code\":\"ok\"}}", "{\"data\":{\"user\":{\"open_id\":\"\"}},\"error\":{\"code\":\"ok\"}}", "{\"data\":{\"user\":{\"open_id\":null}},\"error\":{\"code\":\"ok\"}}",
                    "{\"data\":{\"user\":{\"open_id\":\"somebody-else\"}},\"error\":{\"code\":\"ok\"}}", "{\"data\":{\"user\":{\"open_id\":1}},\"error\":{\"code\":\"ok\"}}", "{\"data\":{\"user\":[{\"open_id\":\"x\"}]},\"error\":{\"code\":\"ok\"}}",
                    "{\"open_id\":\"\",\"access_token\":\"act.x\",\"expires_in\":1}", "{\"open_id\":null,\"access_token\":\"act.x\"}", "{\"open_id\":\"x\",\"access_token\":\"\"}", "{\"open_id\":\"x\"}", "{\"open_id\":{\"$ne\":1},\"access_token\":\"act.x\"}",
                    "{\"open_id\":\"x\",\"open_id\":\"y\",\"access_token\":\"act.x\",\"expires_in\":1,\"scope\":\"user.info.basic\",\"token_type\":\"Bearer\"}", "<html>", "open_id=x&access_token=act.x", "\u0000", "{\"open_id\":\"x\\ud800\",\"access_token\":\"act.x\"}",
                ])
                {
                    faults.Add(endpoint, System.Text.Json.JsonSerializer.Serialize(new { kind = "body", body }));
                }
            }

            return faults;
        }
    }

    [Fact]
    public async Task T_09_No_fault_of_TikToks_makes_a_user_a_session_or_a_code()
    {
        await Task.WhenAll(Faults.Chunk((Faults.Count + Worlds - 1) / Worlds).Select(faults => Task.Run(() => NobodyComesOfAsync(faults))));
    }

    private static async Task NobodyComesOfAsync(object[][] faults)
    {
        // By the real clock: TikTok's user info is asked again after a while.
        using var directory = new TempDirectory();
        var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        await using var world = SignInWorld.Of(
            await Broker.OfAsync(
                TokgateServer.Create(new TokgateServerOptions
                {
                    EnvironmentName = "Development",
                    Urls = "http://127.0.0.1:0",
                    Issuer = Broker.Issuer,
                    DataDirectory = directory.Path,
                    LogLevel = Microsoft.Extensions.Logging.LogLevel.Critical,
                    Clients = SignInWorld.SignInClients,
                    Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
                }),
                new ManualTime()),
            tikTok);
        foreach (var fault in faults)
        {
            var (endpoint, document) = ((string)fault[0], System.Text.Json.Nodes.JsonNode.Parse((string)fault[1])!); // written above
            document["endpoint"] = endpoint;
            document["count"] = 20; // more than anybody would try again
            await world.TikTok.PostAsync("/_emulator/faults", document);
            using var browser = world.NewBrowser();
            var answer = await browser.GoAsync(SignInWorld.Authorize());
            Assert.True(answer.Status >= 400, $"{document}: {answer.Status} {answer.Headers.GetValueOrDefault("Location")}");
            Assert.NotEmpty(answer.Text("error-reference"));
            Assert.Null(browser.Cookie("tokgate-session"));
            using var deleted = await world.TikTok.Control.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative));
        }

        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Empty(await context.Users.ToListAsync());
        Assert.Empty(await context.Sessions.ToListAsync());
        Assert.Empty(await context.Grants.ToListAsync());
        using var afterwards = world.NewBrowser();
        Assert.Contains("code", (await afterwards.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    [Fact]
    public async Task T_05_A_code_of_another_browser_is_good_for_nothing()
    {
        await using var world = await SignInWorld.StartAsync();
        using var victim = world.NewBrowser();
        using var attacker = world.NewBrowser();
        var stolen = (await victim.GoUntilAsync(SignInWorld.Authorize(), IsCallback)).Query.Split("code=")[1].Split('&')[0];
        var own = await attacker.GoUntilAsync(SignInWorld.Authorize(), IsCallback);
        var state = own.Query.Split("state=")[1].Split('&')[0];

        // On loopback TikTok has the victim's challenge with the code. Behind https TikTok has no PKCE, and the state with its cookie is all that stands there: T-01.
        var answer = await attacker.StepAsync($"/login/callback?code={stolen}&state={state}");
        Assert.True(answer.Status >= 400);
        Assert.DoesNotContain(stolen, answer.Body, StringComparison.Ordinal);
        Assert.Null(attacker.Cookie("tokgate-session"));
    }

    [Theory]
    [InlineData("/authorize")]
    [InlineData("/login/callback")]
    [InlineData("/consent")]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/par")]
    [InlineData("/userinfo")]
    [InlineData("/oidc/logout")]
    [InlineData("/oidc/logout/confirm")]
    public async Task T_10_Whoever_posts_an_open_id_is_nobody_by_it(string path)
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        (string, string)[] forged =
        [
            ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("grant_type", "authorization_code"), ("open_id", "victim"), ("union_id", "victim"), ("sub", "victim"),
            ("user_id", "victim"), ("username", "victim"), ("access_token", "act.victim"), ("connection", "tiktok"), ("decision", "allow"), ("is_verified", "true"), ("profile", "{\"open_id\":\"victim\"}"),
        ];
        await browser.StepPostAsync(path, forged);
        await browser.StepAsync($"{path}?{string.Join('&', forged.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"))}");
        await browser.StepAsync($"{path}?open_id=victim&code=x&state=victim");
        Assert.Null(browser.Cookie("tokgate-session"));
        await using (var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync())
        {
            Assert.Empty(await context.Users.ToListAsync());
        }

        // And while a sign-in is under way, beside what TikTok sends.
        var callback = await browser.GoUntilAsync(SignInWorld.Authorize(("open_id", "victim"), ("sub", "victim")), IsCallback);
        await browser.StepAsync($"{callback.AbsoluteUri}&open_id=victim&union_id=victim&sub=victim");
        await using var after = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.DoesNotContain(await after.Set<IdentityRow>().ToListAsync(), identity => identity.OpenId == "victim" || identity.UnionId == "victim" || identity.UserId == "victim");
    }

    [Fact]
    public async Task T_08_No_endpoint_takes_a_token_of_TikToks()
    {
        await using var world = await SignInWorld.StartAsync();
        var foreign = await ForeignTokenAsync(world);
        using var browser = world.NewBrowser();
        foreach (var route in RouteTable.Rows)
        {
            foreach (var method in route.Methods)
            {
                string[] names = ["access_token", "token", "code", "refresh_token", "id_token_hint", "assertion", "subject_token", "client_assertion"];
                (string, string)[] form = [.. names.Select(name => (name, foreign)), ("client_id", The.Web), ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")];
                using var request = new HttpRequestMessage(
                    new HttpMethod(method), method == "POST" ? route.Path : $"{route.Path}?{string.Join('&', form.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"))}");
                request.Headers.Authorization = new("Bearer", foreign);
                request.Content = method == "POST" ? new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))) : null;
                var answer = await Answer.OfAsync(await world.Broker.Http.SendAsync(request));
                Assert.DoesNotContain("tokgate-session=tgs_", answer.Headers.GetValueOrDefault("Set-Cookie") ?? "", StringComparison.Ordinal);
                Assert.DoesNotContain("\"sub\"", route.IsPublic ? "" : answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("\"access_token\"", route.IsPublic || route.IsNewEachTime ? "" : answer.Body, StringComparison.Ordinal); // the explorer gives its own, whatever comes
            }
        }

        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Empty(await context.Users.ToListAsync());
        Assert.NotEmpty(world.Broker.Get<EndpointDataSource>().Endpoints);
    }

    [Fact]
    public async Task T_11_A_second_tab_and_a_page_gone_back_to_do_not_stand_for_a_fresh_sign_in()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var first = await GrantAsync(world, await browser.GoAsync(SignInWorld.Authorize()));
        world.Broker.Time.Advance(TimeSpan.FromSeconds(10));

        // One tab wants a fresh sign-in and stays open; an ordinary one in a second tab is answered out of the session and does not help the first.
        var waiting = await browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), IsCallback);
        var second = await GrantAsync(world, await browser.GoAsync(SignInWorld.Authorize()));
        Assert.Equal(first.AuthTime, second.AuthTime);
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("max_age", "5"), ("prompt", "none")))).Query["error"]);

        world.Broker.Time.Advance(TimeSpan.FromSeconds(10));
        var fresh = await GrantAsync(world, await browser.StepAsync(waiting.AbsoluteUri));
        Assert.Equal(first.AuthTime + TimeSpan.FromSeconds(20), fresh.AuthTime);

        // Back in the history: the same callback once more is over.
        Assert.Equal(400, (await browser.StepAsync(waiting.AbsoluteUri)).Status);
    }

    [Fact]
    public async Task T_26_A_cookie_that_counts_chunks_and_a_jar_full_of_cookies_cost_nothing()
    {
        await using var world = await SignInWorld.StartAsync();
        foreach (var cookie in (string[])["tokgate-session=chunks-999999", "tokgate-session=chunks:999999; tokgate-sessionC1=x", "tokgate-session=" + new string('x', 4000), string.Join("; ", Enumerable.Range(0, 600).Select(index => $"tokgate-session={index}"))])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, SignInWorld.Authorize(("prompt", "none")));
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            Assert.Equal("login_required", (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Query["error"]);
        }

        using var bomb = new HttpRequestMessage(HttpMethod.Get, SignInWorld.Authorize());
        bomb.Headers.TryAddWithoutValidation("Cookie", "x=" + new string('x', 17_000));
        Assert.Equal(431, (int)(await world.Broker.Http.SendAsync(bomb)).StatusCode);
    }

    private static bool IsCallback(Uri address) => address.AbsolutePath == "/login/callback";

    private static Task<GrantRow> GrantAsync(SignInWorld world, Answer answer) => world.GrantOfAsync(answer.Query["code"]);

    // A token that TikTok gave to this very app, outside of the broker.
    private static async Task<string> ForeignTokenAsync(SignInWorld world)
    {
        using var browser = world.NewBrowser();
        var callback = await browser.GoUntilAsync(
            new Uri(world.TikTok.BaseAddress, $"/v2/auth/authorize/?client_key={TikTokEmulator.ProductionClientKey}&response_type=code&scope=user.info.basic&state=x&redirect_uri={Uri.EscapeDataString(Broker.Issuer + "/login/callback")}&code_challenge={Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(SignInWorld.Verifier)))}&code_challenge_method=S256").AbsoluteUri,
            IsCallback);
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_key"] = TikTokEmulator.ProductionClientKey,
            ["client_secret"] = TikTokEmulator.ClientSecret,
            ["grant_type"] = "authorization_code",
            ["code"] = Uri.UnescapeDataString(callback.Query.Split("code=")[1].Split('&')[0]),
            ["redirect_uri"] = Broker.Issuer + "/login/callback",
            ["code_verifier"] = SignInWorld.Verifier,
        });
        var answer = await Answer.OfAsync(await http.PostAsync(new Uri(world.TikTok.BaseAddress, "/v2/oauth/token/"), form));
        return answer.Json.GetProperty("access_token").GetString() ?? throw new InvalidOperationException(answer.Body);
    }
}
