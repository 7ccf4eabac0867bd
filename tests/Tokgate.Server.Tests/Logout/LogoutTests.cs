using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Logout;

/// <summary>RP-Initiated Logout 1.0 where the request itself says enough: the modules of the conformance suite, by their names.</summary>
public sealed class LogoutTests(LogoutFixture fixture) : IClassFixture<LogoutFixture>
{
    public const string Bye = "https://app.example/bye";

    public static TheoryData<string> Engines => Database.Engines;

    public static TheoryData<string, string> EnginesAndMethods => new() { { "SQLite", "GET" }, { "SQLite", "POST" }, { "PostgreSQL", "GET" }, { "PostgreSQL", "POST" } };

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_The_session_ends_and_the_state_comes_back(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var cookie = person.Browser.Cookie(SignedIn.Cookie)!; // signed in
        var state = new string('x', 128);
        var answer = await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("post_logout_redirect_uri", Bye), ("state", state));
        Assert.Equal(302, answer.Status);
        Assert.Equal($"{Bye}?state={state}", answer.Headers["Location"]);
        Assert.Null(person.Browser.Cookie(SignedIn.Cookie));
        Assert.False(await person.IsSignedInAsync());

        person.Browser.Cookies.Add(new Uri(Broker.Issuer), new System.Net.Cookie(SignedIn.Cookie, cookie, "/"));
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_no_state_The_redirect_has_no_state_member(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var answer = await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("post_logout_redirect_uri", Bye + "/there?tenant=1"), ("state", ""));
        Assert.Equal(Bye + "/there?tenant=1", answer.Headers["Location"]);
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_bad_post_logout_redirect_uri_Nothing_is_sent_there(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        foreach (var uri in (string[])["https://evil.example/", Bye + "?foo=bar", Bye + "/", "https://other.example/bye", SignInWorld.Callback, "HTTPS://app.example/bye"])
        {
            var answer = await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("post_logout_redirect_uri", uri), ("state", "s"));
            Refused(answer, "TTK3128");
            Refused(await person.LogoutAsync(method, ("client_id", The.Web), ("post_logout_redirect_uri", uri)), "TTK3128");
        }

        Refused(await person.LogoutAsync(method, ("client_id", "nobody"), ("post_logout_redirect_uri", Bye)), "TTK3128");
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_modified_and_bad_id_token_hint_Nothing_ends_and_nothing_is_sent(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var parts = person.IdToken.Split('.');
        var payload = Broker.PayloadOf(person.IdToken);
        foreach (var hint in (string[])
        [
            $"{Jws.Encode("{\"alg\":\"none\"}")}.{parts[1]}.",
            $"{Jws.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.{parts[2]}",
            Jws.Sign(The.SignerKey, new { alg = "ES256", typ = "JWT", kid = "signer-1" }, payload),
            Jws.Sign(The.SignerKey, Broker.HeaderOf(person.IdToken), payload),
            $"{parts[0]}.{Jws.Encode(payload.GetRawText().Replace("\"sub\":\"", "\"sub\":\"x", StringComparison.Ordinal))}.{parts[2]}",
            person.Token("access_token"),
            "x",
        ])
        {
            Refused(await person.LogoutAsync(method, ("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("client_id", The.Web)), "TTK3127");
        }

        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task R_04_A_client_id_that_contradicts_the_hint_and_a_repeated_parameter_are_refused(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        Refused(await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("client_id", SignIn.Other)), "TTK3127");
        Refused(await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("client_id", The.Web), ("state", "1"), ("state", "2")), "TTK3127");
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task R_04_Logout_hint_and_ui_locales_are_harmless(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var answer = await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("client_id", The.Web), ("logout_hint", "somebody@else"), ("ui_locales", "xx de"));
        Assert.Equal("Sie sind abgemeldet", answer.Text("signed-out"));
        Assert.False(await person.IsSignedInAsync());
        Assert.Equal("Sie sind abgemeldet", (await person.LogoutAsync(method, ("ui_locales", "de"))).Text("signed-out"));
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Oidcc_rp_initiated_logout_no_post_logout_redirect_uri_A_hint_alone_ends_on_our_page(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var answer = await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("state", "s"));
        Assert.Equal((200, "You are signed out"), (answer.Status, answer.Text("signed-out")));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_expired_but_genuine_hint_counts(string engine)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        fixture.World(engine).Broker.Time.Advance(TimeSpan.FromHours(26));
        Assert.Equal(Bye, (await person.LogoutAsync(("id_token_hint", person.IdToken), ("post_logout_redirect_uri", Bye))).Headers["Location"]);
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Any_client_of_the_session_may_end_it(string engine)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        var hint = await person.OtherIdTokenAsync();
        Assert.Equal("https://other.example/bye", (await person.LogoutAsync(("id_token_hint", hint), ("post_logout_redirect_uri", "https://other.example/bye"))).Headers["Location"]);
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(EnginesAndMethods))]
    public async Task Where_nobody_is_signed_in_a_hint_leads_back_and_anything_else_stays_here(string engine, string method)
    {
        using var person = await SignedIn.StartAsync(fixture.World(engine));
        await person.LogoutAsync(("id_token_hint", person.IdToken));
        Assert.Equal(Bye + "?state=s", (await person.LogoutAsync(method, ("id_token_hint", person.IdToken), ("post_logout_redirect_uri", Bye), ("state", "s"))).Headers["Location"]);
        Assert.Equal("You are signed out", (await person.LogoutAsync(method, ("client_id", The.Web), ("post_logout_redirect_uri", Bye))).Text("signed-out"));
        Assert.Equal("You are signed out", (await person.LogoutAsync(method)).Text("signed-out"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_28_What_was_bought_without_offline_access_dies_with_the_session(string engine)
    {
        var broker = fixture.World(engine).Broker;
        using var online = await SignedIn.StartAsync(fixture.World(engine));
        using var offline = await SignedIn.StartAsync(fixture.World(engine), "openid offline_access");
        Assert.Equal(200, await UserInfoAsync(broker, online.Token("access_token")));
        var code = (await online.Browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        await online.LogoutAsync(("id_token_hint", online.IdToken));
        await offline.LogoutAsync(("id_token_hint", offline.IdToken));
        Assert.Equal(401, await UserInfoAsync(broker, online.Token("access_token")));
        Assert.Equal(200, await UserInfoAsync(broker, offline.Token("access_token")));
        Assert.Equal("invalid_grant", (await TokenAsync(broker, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback))).Error);
        Assert.Equal(200, (await TokenAsync(broker, ("grant_type", "refresh_token"), ("refresh_token", offline.Token("refresh_token")))).Status);
    }

    private static void Refused(Answer answer, string errorId)
    {
        Assert.Equal(400, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.NotEmpty(answer.Text("error-reference"));
        Assert.Contains(errorId, answer.Body, StringComparison.Ordinal);
    }

    private static Task<Answer> TokenAsync(Broker broker, params (string Name, string Value)[] form) => broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), form);

    private static async Task<int> UserInfoAsync(Broker broker, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        return (await Answer.OfAsync(await broker.Http.SendAsync(request))).Status;
    }
}
