using System.Net.Http.Headers;
using System.Text;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Protocol;

namespace Tokgate.Server.Tests.Authorize;

/// <summary>What may be asked, and how it is refused: on our page until client and address are known good, at the client from then on.</summary>
public sealed class AuthorizeRequestTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    public static TheoryData<string> Lookalikes => RedirectUriTests.Lookalikes;

    public static TheoryData<string, string, string> Refused => new()
    {
        { "response_type", "", "invalid_request" },
        { "response_type", "token", "unsupported_response_type" },
        { "response_type", "code token", "unsupported_response_type" },
        { "response_type", "code id_token", "unsupported_response_type" },
        { "response_type", "id_token", "unsupported_response_type" },
        { "response_type", "none", "unsupported_response_type" },
        { "response_mode", "fragment", "invalid_request" },
        { "response_mode", "query.jwt", "invalid_request" },
        { "request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported" },
        { "request_uri", "https://app.example/request.jwt", "request_uri_not_supported" },
        { "request_uri", "urn:ietf:params:oauth:request:unknown", "request_uri_not_supported" },
        { "audience", "https://api.example/", "invalid_target" },
        { "resource", "https://api.example/", "invalid_target" },
        { "registration", "{}", "registration_not_supported" },
        { "scope", "", "invalid_scope" },
        { "scope", "openid  profile", "invalid_scope" },
        { "scope", "open\"id", "invalid_scope" },
        { "scope", "unknown", "invalid_scope" },
        { "code_challenge", "short", "invalid_request" },
        { "code_challenge", "", "invalid_request" },
        { "code_challenge_method", "S256", "invalid_request" },
        { "code_challenge_method", "plain", "invalid_request" },
        { "prompt", "sometimes", "invalid_request" },
        { "prompt", "none login", "invalid_request" },
        { "prompt", "none consent", "invalid_request" },
        { "prompt", "none select_account", "invalid_request" },
        { "prompt", "NONE", "invalid_request" },
        { "max_age", "-1", "invalid_request" },
        { "max_age", "soon", "invalid_request" },
        { "max_age", "1.5", "invalid_request" },
        { "max_age", " 1", "invalid_request" },
        { "claims", "no json", "invalid_request" },
        { "claims", "[]", "invalid_request" },
        { "claims", "{\"userinfo\":1}", "invalid_request" },
        { "claims", "{\"userinfo\":{\"\\ud800\":null}}", "invalid_request" },
        { "claims", "{\"\\udc00\":{}}", "invalid_request" },
        { "claims", "{\"id_token\":{\"sub\":{\"value\":\"\\ud800\"}}}", "invalid_request" },
        { "claims", "{\"userinfo\":{\"name\":{\"essential\":\"yes\"}}}", "invalid_request" },
        { "id_token_hint", "no token", "invalid_request" },
        { "id_token_hint", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "invalid_request" },
        { "connection", "nowhere", "invalid_request" },
        { "nonce", "n:1025", "invalid_request" },
    };

    public static TheoryData<string, string> Harmless => new()
    {
        { "display", "page" }, { "display", "popup" }, { "display", "touch" }, { "display", "wap" }, { "display", "junk" },
        { "ui_locales", "se" }, { "ui_locales", "de-AT en" }, { "ui_locales", "<script>" }, { "claims_locales", "se" }, { "login_hint", "<b>me</b>" }, { "login_hint", "a@example.org" },
        { "acr_values", "urn:x:1 2" }, { "extra", "foobar" }, { "audience", Broker.Issuer + "/userinfo" }, { "resource", Broker.Issuer }, { "audience", "" }, { "claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}" }, { "claims", "{}" },
        { "prompt", "login" }, { "prompt", "consent login" }, { "prompt", "select_account" }, { "max_age", "0" }, { "max_age", "15000" }, { "max_age", "999999999999" },
        { "scope", "profile openid" }, { "scope", "openid profile email address phone" }, { "scope", "openid openid" }, { "nonce", "n:384" }, { "connection", "tiktok" },
        { "request", "" }, { "request_uri", "" }, { "nonce", "" }, { "prompt", "" }, { "max_age", "" }, { "state", "" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Oidc_Core_3_1_2_6_A_refusal_goes_to_the_client_with_state_and_issuer(string name, string value, string error)
    {
        using var browser = world.NewBrowser();
        var state = new string('s', 128);
        var challenge = name == "code_challenge" ? ("code_challenge_method", "S256") : ("x", (string?)null);

        var answer = await browser.StepAsync(SignInWorld.Authorize(("state", state), challenge, (name, Expand(value))));

        Assert.Equal(302, answer.Status);
        Assert.StartsWith(SignInWorld.Callback + "?", answer.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(["error", "error_description", "iss", "state"], answer.Query.Keys.Order());
        Assert.Equal(error, answer.Query["error"]);
        Assert.Equal(state, answer.Query["state"]);
        Assert.Equal(Broker.Issuer, answer.Query["iss"]);
        Assert.All(answer.Query["error_description"], character => Assert.True(character is >= ' ' and <= '~' and not ('"' or '\\')));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task Oidc_Core_3_1_2_1_What_must_not_hurt_does_not(string name, string value)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize(("prompt", null), (name, Expand(value))));
        if (name == "prompt" && value.Contains("consent", StringComparison.Ordinal))
        {
            Assert.Contains("/consent", browser.Trail[^1].AbsolutePath, StringComparison.Ordinal);
            return;
        }

        Assert.Contains("code", answer.Query.Keys);
        Assert.DoesNotContain("foobar", answer.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(name == "state" ? ["code", "iss"] : ["code", "iss", "state"], answer.Query.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Lookalikes))]
    public async Task Rfc9700_Section_4_1_3_An_address_that_is_not_registered_gets_nothing(string presented)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepAsync(SignInWorld.Authorize(("redirect_uri", presented)));
        Assert.Equal(400, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.NotEmpty(answer.Text("error-title"));
        Assert.NotEmpty(answer.Text("error-reference"));
    }

    [Fact]
    public async Task An_address_of_eight_kilobytes_gets_nothing()
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepAsync(SignInWorld.Authorize(("redirect_uri", "https://app.example/cb?" + new string('x', 7900))));
        Assert.True(answer.Status is 400 or 414);
        Assert.False(answer.Headers.ContainsKey("Location"));
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "<script>alert(1)</script>")]
    [InlineData("redirect_uri", null)]
    public async Task Rfc6749_Section_4_1_2_1_Without_client_and_address_there_is_only_our_page(string name, string? value)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepAsync(SignInWorld.Authorize((name, value)));
        Assert.Equal(400, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.DoesNotContain("<script>alert", answer.Body, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Oidc_Core_3_1_2_1_An_address_that_differs_inside_a_request_object_is_our_page()
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepAsync(SignInWorld.Authorize(("redirect_uri", "https://app.example/elsewhere"), ("request", "eyJhbGciOiJub25lIn0.e30.")));
        Assert.Equal(400, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
    }

    [Theory]
    [InlineData("client_id", true)]
    [InlineData("redirect_uri", true)]
    [InlineData("state", false)]
    [InlineData("scope", false)]
    [InlineData("response_type", false)]
    [InlineData("nonce", false)]
    [InlineData("code_challenge", false)]
    [InlineData("prompt", false)]
    [InlineData("request", false)]
    [InlineData("unknown", false)]
    public async Task Rfc6749_Section_3_1_A_repeated_parameter_is_refused(string name, bool isPage)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepAsync($"{SignInWorld.Authorize((name, null))}&{name}=one&{name}=two");
        if (isPage)
        {
            Assert.Equal(400, answer.Status);
            return;
        }

        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.Equal(name != "state", answer.Query.ContainsKey("state"));
    }

    [Theory]
    [InlineData("+ %&=#?;/\\\"'<>")]
    [InlineData("Zoë 日本語 \U0001F331 \u202E \u2028")]
    [InlineData("%0d%0aSet-Cookie: x=y")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("s:512")]
    [InlineData("s:2000")]
    public async Task Oidc_Core_3_1_2_1_State_comes_back_byte_for_byte(string state)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize(("state", Expand(state))));
        Assert.Equal(Expand(state), answer.Query["state"]);
        var error = await browser.GoAsync(SignInWorld.Authorize(("state", Expand(state)), ("response_type", "token")));
        Assert.Equal(Expand(state), error.Query["state"]);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("redirect_uri")]
    [InlineData("client_id")]
    [InlineData("login_hint")]
    [InlineData("ui_locales")]
    [InlineData("prompt")]
    public async Task A_line_break_in_a_parameter_makes_no_header(string name)
    {
        using var browser = world.NewBrowser();
        foreach (var bad in (string[])["a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\0", "a\u2028X-Injected: 1", "a%0d%0aX-Injected: 1"])
        {
            var answer = await browser.StepAsync(SignInWorld.Authorize((name, bad)));
            Assert.True(answer.Status is 302 or 400);
            Assert.False(answer.Headers.ContainsKey("X-Injected"));
        }
    }

    [Theory]
    [InlineData("client_id=%zz")]
    [InlineData("client_id=%ff")]
    [InlineData("a=%00")]
    public async Task A_query_that_is_not_correctly_encoded_is_our_page(string query)
    {
        using var http = world.Broker.NewHttp();
        var answer = await Answer.OfAsync(await http.GetAsync("/authorize?" + query));
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Text("error-advice"));
    }

    [Fact]
    public async Task Oidc_Core_3_1_2_1_A_posted_request_is_as_good_as_a_queried_one()
    {
        using var browser = world.NewBrowser();
        var first = await browser.StepPostAsync("/authorize", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "posted"));
        Assert.Equal(303, first.Status);
        Assert.Equal("/authorize", first.Location.AbsolutePath);
        Assert.DoesNotContain("posted", first.Headers["Location"], StringComparison.Ordinal);
        var answer = await browser.GoAsync(first.Headers["Location"]);
        Assert.Equal("posted", answer.Query["state"]);
        Assert.Contains("code", answer.Query.Keys);
        var again = await browser.GoAsync(first.Headers["Location"]);
        Assert.Contains("code", again.Query.Keys);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(400, (await browser.GoAsync(first.Headers["Location"])).Status);
    }

    [Fact]
    public async Task A_posted_request_is_refused_by_303_and_belongs_to_its_client()
    {
        using var browser = world.NewBrowser();
        var refused = await browser.StepPostAsync("/authorize", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "token"), ("scope", "openid"));
        Assert.Equal(303, refused.Status);
        Assert.Equal("unsupported_response_type", refused.Query["error"]);
        var put = await browser.StepPostAsync("/authorize", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"));
        Assert.Equal(400, (await browser.GoAsync(put.Headers["Location"].Replace("client_id=web", "client_id=spa", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task What_stands_in_address_and_body_stands_twice()
    {
        using var browser = world.NewBrowser();
        var answer = await browser.StepPostAsync("/authorize?scope=openid", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"));
        Assert.Equal("invalid_request", answer.Query["error"]);
        using var json = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        Assert.Equal(400, (await Answer.OfAsync(await world.Broker.Http.PostAsync("/authorize", json))).Status);
    }

    [Theory]
    [InlineData(null, null, "invalid_request")]
    [InlineData("", null, "invalid_request")]
    [InlineData(SignInWorld.Challenge, null, "invalid_request")]
    [InlineData(SignInWorld.Challenge, "plain", "invalid_request")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "S256", "invalid_request")]
    [InlineData(SignInWorld.Challenge, "S256", null)]
    public async Task Rfc7636_Section_4_4_1_A_public_client_sends_an_S256_challenge(string? challenge, string? method, string? error)
    {
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize(
            ("client_id", The.Spa), ("redirect_uri", "https://spa.example/cb"), ("code_challenge", challenge), ("code_challenge_method", method)));
        Assert.Equal(error, answer.Query.GetValueOrDefault("error"));
        Assert.Equal(error is null, answer.Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Rfc6749_Section_3_1_2_The_query_of_a_registered_address_stays()
    {
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize(("redirect_uri", "https://app.example/other?tenant=1")));
        Assert.StartsWith("https://app.example/other?tenant=1&code=", answer.Headers["Location"], StringComparison.Ordinal);
        foreach (var other in (string[])["https://app.example/other", "https://app.example/other?tenant=2", "https://app.example/other?tenant=1&x=2", "https://app.example/other?x=2&tenant=1"])
        {
            Assert.Equal(400, (await browser.StepAsync(SignInWorld.Authorize(("redirect_uri", other)))).Status);
        }
    }

    [Fact]
    public async Task Form_Post_Section_2_Nothing_of_the_answer_stands_in_an_address()
    {
        using var browser = world.NewBrowser();
        var page = await browser.GoAsync(SignInWorld.Authorize(("response_mode", "form_post"), ("state", "\"><script>x</script>")));
        Assert.Equal(200, page.Status);
        Assert.False(page.Headers.ContainsKey("Location"));
        Assert.Contains($"action=\"{SignInWorld.Callback}\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"code\" value=\"tgc_", page.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"iss\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", page.Body, StringComparison.Ordinal);
        Assert.Contains("script-src 'nonce-", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("form-action", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Trail, address => address.Query.Contains("tgc_", StringComparison.Ordinal));

        var error = await browser.StepAsync(SignInWorld.Authorize(("response_mode", "form_post"), ("response_type", "token")));
        Assert.Contains("value=\"unsupported_response_type\"", error.Body, StringComparison.Ordinal);
        Assert.False(error.Headers.ContainsKey("Location"));
    }

    private static string Expand(string value) => value.Length > 2 && value[1] == ':' && int.TryParse(value[2..], out var length) ? new string(value[0], length) : value;
}
