using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tokgate.Server.Administrators;
using Tokgate.Server.Apis;
using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Dashboard;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;
using Tokgate.Server.Tests.Administrators;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Tests.QrCodes;
using Tokgate.Server.Tests.Trials;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-03: whatever opens one thing opens nothing else. Every kind of handle, alive, at every place that takes one.</summary>
public sealed class ForgedHandleTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private static readonly string[] Kinds = ["code", "refresh", "session", "pushed", "state", "binding", "secret", "consent", "logout", "administrator", "invitation", "ceremony", "trial run", "trial state", "trial link", "connect session", "connect ticket", "connect code", "link state", "qr", "access", "id"];

    /// <value>The consumer, and the kind that is its own.</value>
    private static readonly Dictionary<string, string> Consumers = new()
    {
        ["code"] = "code",
        ["refresh"] = "refresh",
        ["session cookie"] = "session",
        ["request_uri"] = "pushed",
        ["state"] = "state",
        ["browser cookie"] = "binding",
        ["client secret"] = "secret",
        ["consent form"] = "consent",
        ["consent page"] = "consent",
        ["logout form"] = "logout",
        ["logout page"] = "logout",
        ["dashboard cookie"] = "administrator",
        ["invitation page"] = "invitation",
        ["trial run page"] = "trial run",
        ["trial page"] = "trial link",
        ["connect page"] = "connect ticket",
        ["qr_id"] = "qr",
        ["qr page"] = "",
        ["bearer"] = "access",
        ["id_token_hint"] = "id",
        ["introspection"] = "",
        ["revocation"] = "",
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var (consumer, own) in Consumers)
            {
                // Three kinds of states come back to one address, each to its own end.
                foreach (var kind in Kinds.Where(kind => kind != own && (consumer, kind) is not ("state", "trial state" or "link state")))
                {
                    pairs.Add(consumer, kind);
                }
            }

            return pairs;
        }
    }

    [Fact]
    public void T_03_The_matrix_has_every_kind_that_there_is() =>
        Assert.Equal(Enum.GetValues<HandleKind>().Length, Kinds.Length - 2); // and the two kinds of signed tokens

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task T_03_A_handle_of_one_kind_opens_nothing_of_another(string consumer, string kind)
    {
        var handle = await MintAsync(kind);
        Assert.True(await IsRefusedAsync(consumer, handle), $"{consumer} took a {kind}");
    }

    [Theory]
    [InlineData("code")]
    [InlineData("refresh")]
    [InlineData("session cookie")]
    [InlineData("request_uri")]
    [InlineData("consent page")]
    [InlineData("dashboard cookie")]
    [InlineData("invitation page")]
    [InlineData("trial run page")]
    [InlineData("trial page")]
    [InlineData("connect page")]
    [InlineData("qr_id")]
    [InlineData("bearer")]
    public async Task T_03_Its_own_kind_it_takes(string consumer) => Assert.False(await IsRefusedAsync(consumer, await MintAsync(Consumers[consumer])));

    private async Task<string> MintAsync(string kind)
    {
        switch (kind)
        {
            case "session":
                return fixture.Browser.Cookie(SignedIn.Cookie)!; // the fixture has signed in
            case "binding":
                return fixture.Browser.Cookie("tokgate-browser")!; // as above
            case "state":
                var callback = await fixture.Browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath == "/login/callback");
                return callback.Query.Split("state=")[1].Split('&')[0];
            case "secret":
                return The.WebSecret;
            case "consent":
                return await fixture.HandleAsync("/consent");
            case "logout":
                return await fixture.HandleAsync(SignedIn.ConfirmPath);
            case "administrator":
                using (var entered = await DashboardBrowser.EnterAsync(fixture.Broker, RandomId.New()))
                {
                    return entered.Browser.Cookie(DashboardBrowser.SessionCookie)!; // it has come in
                }

            case "invitation":
                return (await fixture.Broker.Get<Invitations>().NewAsync(AdministratorRole.Viewer, administratorId: null, "the test", CancellationToken.None)).Split('/')[^1];
            case "trial run":
                return (await TrialAsync()).Text("run_url")!.Split('/')[^1]; // it was made
            case "trial link":
                var trial = await TrialAsync();
                return (await CallAsync("POST", $"connections/{trial.Text("connection_id")}/trials/{trial.Text("id")}/link")).Text("url")!.Split('/')[^1]; // as above
            case "trial state":
                var leaving = TrialWorld.LeavingOf(await TrialWorld.PressAsync(fixture.Browser, (await TrialAsync()).Text("run_url")!)); // as above
                return leaving.Split("state=")[1].Split('&')[0];
            case "connect session" or "connect ticket" or "connect code" or "link state":
                return await LinkAsync(kind);
            case "ceremony":
                using (var asked = new DashboardBrowser(fixture.Broker))
                {
                    await asked.PostAsync("/dashboard/sign-in", "Options");
                    return asked.Browser.Cookie("tokgate-ceremony")!; // it was asked
                }

            case "qr":
                return (await fixture.Broker.PostAsync("/oauth/qr", ("client_id", QrWorld.Television), ("scope", "openid"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256"))).Member("qr_id");
            case "pushed":
                var pushed = await fixture.Broker.PostAsync("/oauth/par", Basic, ("response_type", "code"), ("redirect_uri", SignInWorld.Callback), ("scope", "openid"));
                return pushed.Json.GetProperty("request_uri").GetString()!.Split(':')[^1]; // it was created
            default:
                var code = (await fixture.Browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
                return kind == "code" ? code : (await RedeemAsync(code)).Json.GetProperty(kind + "_token").GetString()!; // offline access was asked for
        }
    }

    private async Task<string> LinkAsync(string kind)
    {
        var (store, now) = (fixture.Broker.Get<IAccountLinkStore>(), fixture.Broker.Time.GetUtcNow());
        var (session, ticket, code, state) = (Handle.New(HandleKind.ConnectSession), Handle.New(HandleKind.ConnectTicket), Handle.New(HandleKind.ConnectCode), Handle.New(HandleKind.LinkState));
        var link = new AccountLink
        {
            Id = RandomId.New(),
            Holder = new AccountHolder(The.Web, null, null, "alice"),
            Connection = "tiktok",
            FurtherScopes = "",
            RedirectUri = SignInWorld.Callback,
            CodeChallenge = SignInWorld.Challenge,
            CreatedAt = now,
            ExpiresAt = now + AccountLinkStart.Lifetime,
        };
        await store.AddAsync(link, session.Hash(), ticket.Hash(), CancellationToken.None);
        if (kind == "connect code")
        {
            await store.HoldAsync(link.Id, code.Hash(), [], CancellationToken.None);
        }

        if (kind == "link state")
        {
            await store.TryBindAsync(ticket.Hash(), session.Hash(), CancellationToken.None);
            await store.TryDepartAsync(ticket.Hash(), session.Hash(), state.Hash(), new LinkDeparture("app", "callback", "", null), CancellationToken.None);
        }

        return (kind switch { "connect session" => session, "connect ticket" => ticket, "connect code" => code, _ => state }).Reveal();
    }

    private async Task<JsonNode> TrialAsync()
    {
        var connection = (await CallAsync("GET", "connections"))![0].Text("id");
        var made = (JsonObject)await CallAsync("POST", $"connections/{connection}/trials");
        made["connection_id"] = connection;
        return made;
    }

    private async Task<JsonNode> CallAsync(string method, string path)
    {
        var answer = await fixture.Broker.Get<ManagementDesk>().SendAsync(new ManagementCaller("the test", ManagementScopes.All), method, path, [], null, null, CancellationToken.None);
        return answer.Body ?? throw new InvalidOperationException(answer.Error?.Message);
    }

    private static AuthenticationHeaderValue Basic => Broker.Basic(The.Web, The.WebSecret);

    private Task<Answer> RedeemAsync(string code) =>
        fixture.Broker.PostAsync(SignIn.TokenPath, Basic, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    private async Task<bool> IsRefusedAsync(string consumer, string handle)
    {
        var broker = fixture.Broker;
        switch (consumer)
        {
            case "code":
                return (await RedeemAsync(handle)).Status == 400;
            case "refresh":
                return (await broker.PostAsync(SignIn.TokenPath, Basic, ("grant_type", "refresh_token"), ("refresh_token", handle))).Status == 400;
            case "client secret":
                return (await broker.PostAsync(SignIn.TokenPath, Broker.Basic("leaver", handle), ("grant_type", "client_credentials"))).Status == 401 && await ForgetGuessesAsync();
            case "dashboard cookie":
                return (await WithCookieAsync("/dashboard/you", DashboardBrowser.SessionCookie, handle)).Status == 302;
            case "invitation page":
                return (await fixture.Browser.StepAsync("/dashboard/welcome/" + Uri.EscapeDataString(handle))).Body.Contains("not good any more", StringComparison.Ordinal);
            case "trial run page":
                return (await fixture.Browser.StepAsync("/dashboard/trials/run/" + Uri.EscapeDataString(handle))).Body.Contains("TTK3380", StringComparison.Ordinal);
            case "trial page":
                return (await fixture.Browser.StepAsync("/dashboard/trials/" + Uri.EscapeDataString(handle))).Status == 404;
            case "connect page":
                return (await fixture.Browser.StepAsync("/connect?ticket=" + Uri.EscapeDataString(handle))).Body.Contains("TTK3360", StringComparison.Ordinal);
            case "session cookie":
                return (await WithCookieAsync(SignInWorld.Authorize(("prompt", "none"), ("scope", "openid")), SignedIn.Cookie, handle)).Query.GetValueOrDefault("error") == "login_required";
            case "browser cookie":
                var state = await MintAsync("state");
                return (await WithCookieAsync($"/login/callback?code=x&state={state}", "tokgate-browser", handle)).Body.Contains("TTK3102", StringComparison.Ordinal);
            case "state":
                return (await fixture.Browser.StepAsync($"/login/callback?code=x&state={Uri.EscapeDataString(handle)}")).Body.Contains("TTK3101", StringComparison.Ordinal);
            case "request_uri":
                return (await fixture.Browser.StepAsync($"/authorize?client_id={The.Web}&request_uri=urn:ietf:params:oauth:request_uri:{Uri.EscapeDataString(handle)}")).Status == 400;
            case "consent form":
                return (await fixture.Browser.StepPostAsync("/consent", ("request", handle), ("decision", "allow"))).Status == 400;
            case "consent page":
                return (await fixture.Browser.StepAsync($"/consent?request={Uri.EscapeDataString(handle)}")).Status == 400;
            case "logout form":
                return (await fixture.Browser.StepPostAsync(SignedIn.ConfirmPath, ("request", handle), ("decision", "sign-out"))).Text("sign-out-title").Length > 0;
            case "logout page":
                return (await fixture.Browser.StepAsync($"{SignedIn.Path}?request={Uri.EscapeDataString(handle)}")).Text("sign-out-title").Length > 0;
            case "qr_id":
                return (await broker.PostAsync(SignIn.TokenPath, ("grant_type", QrWorld.GrantType), ("client_id", QrWorld.Television), ("qr_id", handle), ("code_verifier", SignInWorld.Verifier))).Error == "invalid_grant";
            case "qr page":
                return (await fixture.Browser.StepAsync($"/login/qr?qr={Uri.EscapeDataString(handle)}")).Status == 400 && (await fixture.Browser.StepPostAsync("/login/qr/status", ("qr", handle))).Status == 400
                    && (await fixture.Browser.StepPostAsync("/login/qr", ("qr", handle))).Status == 400;
            case "id_token_hint":
                return (await fixture.Browser.StepAsync(SignInWorld.Authorize(("prompt", "none"), ("id_token_hint", handle)))).Query.GetValueOrDefault("error") == "invalid_request";
            case "bearer":
                return (await fixture.SendAsync(HttpMethod.Get, "/userinfo", null, ("Authorization", "Bearer " + Uri.EscapeDataString(handle)))).Status == 401;
            case "introspection":
                // What is no token of this API's says nothing; an own access or refresh token may say that it is one.
                var seen = await broker.PostAsync("/oauth/introspect", Broker.Basic("leaver", The.WebSecret), ("token", handle));
                return seen.Status == 200 && !seen.Json.GetProperty("active").GetBoolean();
            default:
                // Revocation answers 200 to whatever it does not know, and must not end anything by it.
                var before = fixture.Content();
                return (await broker.PostAsync("/oauth/revoke", Broker.Basic("leaver", The.WebSecret), ("token", handle))).Status is 200 or 400 && fixture.Content() == before;
        }
    }

    private Task<bool> ForgetGuessesAsync()
    {
        fixture.Broker.Time.Advance(TimeSpan.FromMinutes(2));
        return Task.FromResult(true);
    }

    private async Task<Answer> WithCookieAsync(string address, string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Cookie", $"{name}={Uri.EscapeDataString(value)}");
        return await Answer.OfAsync(await fixture.Broker.Http.SendAsync(request));
    }
}
