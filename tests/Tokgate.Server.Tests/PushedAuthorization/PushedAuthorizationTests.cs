using System.Text.RegularExpressions;
using Tokgate.Server.Clients;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.PushedAuthorization;

/// <summary>RFC 9126, and the modules of the conformance suite by their names.</summary>
public sealed class PushedAuthorizationTests(LogoutFixture fixture) : IClassFixture<LogoutFixture>
{
    private const string Path = "/oauth/par";

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Rfc9126_Section_2_2_A_pushed_request_is_answered_as_a_queried_one(string engine)
    {
        var world = fixture.World(engine);
        var pushed = await PushAsync(world.Broker, ("nonce", "n-1"));
        Assert.Equal(201, pushed.Status);
        Assert.Equal("no-store", pushed.Headers["Cache-Control"]);
        Assert.InRange(pushed.Json.GetProperty("expires_in").GetInt32(), 5, 599);
        Assert.Matches("^urn:ietf:params:oauth:request_uri:tgq_[A-Za-z0-9_-]{43}$", pushed.Json.GetProperty("request_uri").GetString());
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(Front(pushed));
        Assert.Equal(["code", "iss", "state"], answer.Query.Keys.Order());
        Assert.Equal("pushed", answer.Query["state"]);
        Assert.Equal("n-1", (await world.GrantOfAsync(answer.Query["code"])).Nonce);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Par_attempt_reuse_request_uri_One_code_answers_it_by_every_way(string engine)
    {
        var world = fixture.World(engine);
        using var browser = world.NewBrowser();
        var byTikTok = await PushAsync(world.Broker);
        Assert.Contains("code", (await browser.GoAsync(Front(byTikTok))).Query.Keys);
        Over(await browser.GoAsync(Front(byTikTok)));

        foreach (var prompt in (string[])["", "none"])
        {
            var bySession = await PushAsync(world.Broker, ("prompt", prompt));
            Assert.Contains("code", (await browser.GoAsync(Front(bySession))).Query.Keys);
            Over(await browser.GoAsync(Front(bySession)));
        }

        var byConsent = await PushAsync(world.Broker, ("prompt", "consent"));
        var page = await browser.GoAsync(Front(byConsent));
        var handle = Regex.Match(page.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Contains("code", (await browser.StepPostAsync("/consent", ("request", handle), ("decision", "allow"))).Query.Keys);
        Over(await browser.GoAsync(Front(byConsent)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Par_ensure_reused_request_uri_prior_to_auth_completion_succeeds_And_only_the_first_to_finish_gets_a_code(string engine)
    {
        var world = fixture.World(engine);
        var pushed = await PushAsync(world.Broker);
        using var first = world.NewBrowser();
        using var second = world.NewBrowser();
        var firstCallback = await first.GoUntilAsync(Front(pushed), IsCallback);
        var reloaded = await first.GoUntilAsync(Front(pushed), IsCallback);
        var secondCallback = await second.GoUntilAsync(Front(pushed), IsCallback);

        // It waited longer at TikTok than the request lives, and the row is gone.
        world.Broker.Time.Advance(TimeSpan.FromMinutes(6));
        await world.Broker.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None);
        Assert.Contains("code", (await first.StepAsync(reloaded.AbsoluteUri)).Query.Keys);
        Over(await first.StepAsync(firstCallback.AbsoluteUri));
        Over(await second.StepAsync(secondCallback.AbsoluteUri));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_at_the_same_moment_one_gets_a_code(string engine)
    {
        var world = fixture.World(engine);
        using var browser = world.NewBrowser();
        await browser.GoAsync(SignInWorld.Authorize());
        var front = Front(await PushAsync(world.Broker));
        using var http = world.Broker.NewHttp();
        http.DefaultRequestHeaders.Add("Cookie", $"{SignedIn.Cookie}={browser.Cookie(SignedIn.Cookie)}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await Answer.OfAsync(await http.GetAsync(front))));
        Assert.Equal(1, answers.Count(answer => answer.Status == 302));
        Assert.Equal(7, answers.Count(answer => answer.Status == 400));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Par_attempt_to_use_expired_request_uri_It_is_over(string engine)
    {
        var world = fixture.World(engine);
        var pushed = await PushAsync(world.Broker);
        world.Broker.Time.Advance(TimeSpan.FromSeconds(pushed.Json.GetProperty("expires_in").GetInt32()));
        using var browser = world.NewBrowser();
        Over(await browser.GoAsync(Front(pushed)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Par_attempt_to_use_request_uri_for_different_client_It_belongs_to_who_pushed_it(string engine)
    {
        var world = fixture.World(engine);
        var pushed = await PushAsync(world.Broker);
        using var browser = world.NewBrowser();
        Over(await browser.GoAsync(Front(pushed, SignIn.Other)));
        Assert.Contains("code", (await browser.GoAsync(Front(pushed))).Query.Keys);
    }

    [Fact]
    public async Task Rfc9126_Section_4_What_was_pushed_counts_whatever_stands_beside_it()
    {
        var world = fixture.World("SQLite");
        using var browser = world.NewBrowser();
        foreach (var beside in (string[])["&redirect_uri=https%3A%2F%2Fevil.example%2Fcb", "&state=other&scope=openid&response_type=token", "&response_mode=form_post&prompt=none"])
        {
            var answer = await browser.GoAsync(Front(await PushAsync(world.Broker)) + beside);
            Assert.StartsWith(SignInWorld.Callback + "?code=", answer.Headers["Location"], StringComparison.Ordinal);
            Assert.Equal("pushed", answer.Query["state"]);
        }

        Over(await browser.GoAsync(SignInWorld.Authorize(("request_uri", "urn:ietf:params:oauth:request_uri:unknown"))));
    }

    [Theory]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:tgq_x", "invalid_request")]
    [InlineData("request_uri", "https://client.example/request", "invalid_request")]
    [InlineData("request_uri", "", "invalid_request")]
    [InlineData("request", "a.b.c", "request_not_supported")]
    [InlineData("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [InlineData("redirect_uri", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge", "x", "invalid_request")]
    [InlineData("client_id", "other", "invalid_request")]
    public async Task Rfc9126_Section_2_3_What_the_authorization_endpoint_refuses_is_refused_here(string name, string value, string error)
    {
        var answer = await PushAsync(fixture.World("SQLite").Broker, (name, value));
        Assert.Equal((400, error), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Q_02_Strangers_duplicates_queries_other_methods_and_too_much_are_refused()
    {
        var broker = fixture.World("SQLite").Broker;
        Assert.Equal((401, "invalid_client"), await ErrorAsync(broker.PostAsync(Path, Broker.Basic(The.Web, "wrong"), Form())));
        Assert.Equal((400, "invalid_client"), await ErrorAsync(broker.PostAsync(Path, [("client_id", The.Web), .. Form()])));
        Assert.Equal((400, "invalid_request"), await ErrorAsync(broker.PostAsync(Path, Credentials, [("scope", "openid"), .. Form()])));
        Assert.Equal((400, "invalid_request"), await ErrorAsync(broker.PostAsync(Path + "?scope=openid", Credentials, Form())));
        Assert.Equal(413, (await PushAsync(broker, ("state", new string('x', 70_000)))).Status);
        Assert.Equal(405, (await broker.GetAsync(Path)).Status);
        Assert.Equal(Broker.Issuer + Path, (await broker.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("pushed_authorization_request_endpoint").GetString());
    }

    [Fact]
    public async Task Ensure_unsigned_authorization_request_without_using_par_fails_Where_the_client_s_policy_says_so()
    {
        await using var world = await SignInWorld.StartAsync(LogoutFixture.Clients);
        var store = world.Broker.Get<IClientStore>();
        var client = (await store.FindAsync(The.Web, CancellationToken.None))!.Client; // of the cast
        Assert.True(await store.TryUpdateAsync(client with { RequiresPushedRequest = true }, CancellationToken.None));
        world.Broker.Get<ClientDirectory>().Forget(The.Web);

        using var browser = world.NewBrowser();
        Assert.Equal("invalid_request", (await browser.GoAsync(SignInWorld.Authorize())).Query["error"]);
        Assert.Equal("invalid_request", (await browser.PostAsync("/authorize", [("client_id", The.Web), .. Form()])).Query["error"]);
        Assert.Contains("code", (await browser.GoAsync(Front(await PushAsync(world.Broker)))).Query.Keys);
    }

    private static System.Net.Http.Headers.AuthenticationHeaderValue Credentials => Broker.Basic(The.Web, The.WebSecret);

    private static (string Name, string Value)[] Form(params (string Name, string Value)[] changes) =>
    [
        .. new (string Name, string Value)[] { ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid profile"), ("state", "pushed") }
            .Where(field => changes.All(change => change.Name != field.Name)),
        .. changes,
    ];

    private static Task<Answer> PushAsync(Broker broker, params (string Name, string Value)[] changes) => broker.PostAsync(Path, Credentials, Form(changes));

    private static async Task<(int Status, string? Error)> ErrorAsync(Task<Answer> sent) => await sent is var answer ? (answer.Status, answer.Error) : default;

    private static string Front(Answer pushed, string client = The.Web) =>
        $"/authorize?client_id={client}&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}"; // asserted by who needs it

    private static bool IsCallback(Uri address) => address.AbsolutePath == "/login/callback";

    private static void Over(Answer answer)
    {
        Assert.Equal(400, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.Contains("TTK3124", answer.Body, StringComparison.Ordinal);
    }
}
