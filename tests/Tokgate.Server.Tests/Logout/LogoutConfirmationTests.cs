using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Logout;

/// <summary>RP-Initiated Logout 1.0 where the person must be asked, because nothing proves that their own application sends them (T-28).</summary>
public sealed class LogoutConfirmationTests(LogoutFixture fixture) : IClassFixture<LogoutFixture>
{
    public static TheoryData<string> Engines => Database.Engines;

    public static TheoryData<string, string> EnginesAndMethods => LogoutTests.EnginesAndMethods;

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_no_params_The_person_is_asked_and_stays_here(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var page = await person.LogoutAsync(method);
        Assert.Equal((200, "Sign out?"), (page.Status, page.Text("sign-out-title")));
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.True(await person.IsSignedInAsync());
        var done = await person.DecideAsync(page);
        Assert.Equal((200, "You are signed out"), (done.Status, done.Text("signed-out")));
        Assert.Null(person.Browser.Cookie(SignedIn.Cookie));
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_only_state_and_no_id_token_hint_No_redirect_without_a_client(string engine, string method)
    {
        foreach (var parameters in ((string, string)[][])[[("state", "s")], [("post_logout_redirect_uri", LogoutTests.Bye), ("state", "s")], [("post_logout_redirect_uri", "https://evil.example/")]])
        {
            using var person = await SignedIn.StartAsync(fixture.World(engine));
            var page = await person.LogoutAsync(method, parameters);
            Assert.Equal("Sign out?", page.Text("sign-out-title"));
            Assert.Equal("You are signed out", (await person.DecideAsync(page)).Text("signed-out"));
            Assert.False(await person.IsSignedInAsync());
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_no_id_token_hint_A_known_client_gets_its_person_back_who_has_agreed(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var page = await person.LogoutAsync(method, ("client_id", The.Web), ("post_logout_redirect_uri", LogoutTests.Bye), ("state", "s t/ä"));
        Assert.Equal("Web & Co", page.Text("sign-out-application"));
        var answer = await person.DecideAsync(page);
        Assert.Equal((303, LogoutTests.Bye + "?state=s%20t%2F%C3%A4"), (answer.Status, answer.Headers["Location"]));
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task R_02_A_hint_of_another_person_or_session_asks(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        using var other = await SignedIn.StartAsync(fixture.World(engine), persona: "creator_sparse");
        using var elsewhere = await SignedIn.StartAsync(fixture.World(engine));
        foreach (var hint in (string[])[other.IdToken, elsewhere.IdToken])
        {
            var page = await person.LogoutAsync(method, ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutTests.Bye));
            Assert.Equal("Sign out?", page.Text("sign-out-title"));
            Assert.True(await person.IsSignedInAsync());
        }

        var last = await person.LogoutAsync(method, ("id_token_hint", other.IdToken), ("post_logout_redirect_uri", LogoutTests.Bye));
        Assert.Equal(LogoutTests.Bye, (await person.DecideAsync(last)).Headers["Location"]);
        Assert.False(await person.IsSignedInAsync());
        Assert.True(await other.IsSignedInAsync());
        Assert.True(await elsewhere.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_stays_stays(string engine)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var page = await person.LogoutAsync(("client_id", The.Web), ("post_logout_redirect_uri", LogoutTests.Bye));
        Assert.Equal("You are still signed in", (await person.DecideAsync(page, "stay")).Text("still-signed-in"));
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_28_Only_the_form_that_was_shown_to_this_session_ends_it(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world);
        using var attacker = await SignedIn.StartAsync(world, persona: "creator_sparse");
        var page = await attacker.LogoutAsync();
        Assert.Equal("Sign out?", (await person.DecideAsync(page)).Text("sign-out-title"));
        Assert.Equal("Sign out?", (await person.Browser.StepPostAsync(SignedIn.ConfirmPath)).Text("sign-out-title"));
        Assert.Equal("Sign out?", (await person.DecideAsync(await person.LogoutAsync(), "perhaps")).Text("sign-out-title"));

        using var request = new HttpRequestMessage(HttpMethod.Post, SignedIn.ConfirmPath);
        request.Headers.Add("Cookie", $"{SignedIn.Cookie}={person.Browser.Cookie(SignedIn.Cookie)}");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("request", SignedIn.HandleOf(await person.LogoutAsync())), KeyValuePair.Create("decision", "sign-out")]);
        Assert.Equal(403, (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Status);
        Assert.True(await person.IsSignedInAsync());
        Assert.True(await attacker.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_form_counts_once_and_for_five_minutes_and_leaves_no_row(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world);
        var late = await person.LogoutAsync(("client_id", The.Web), ("post_logout_redirect_uri", LogoutTests.Bye));
        world.Broker.Time.Advance(TimeSpan.FromMinutes(5.1));
        var again = await person.DecideAsync(late);
        Assert.Equal("Sign out?", again.Text("sign-out-title"));
        await world.Broker.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None);
        Assert.Equal("Sign out?", (await person.DecideAsync(late)).Text("sign-out-title"));

        Assert.Equal("You are signed out", (await person.DecideAsync(again)).Text("signed-out"));
        Assert.Equal("You are signed out", (await person.DecideAsync(again)).Text("signed-out"));
        Assert.False(await person.IsSignedInAsync());
    }
}
