using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Protocol;

/// <summary>Rows O-01, O-13 and C-15: what every protocol endpoint does alike.</summary>
public sealed class HostileInputTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private static readonly string[] Hostile =
    [
        "\"\\", "Zoë 日本語 \U0001F331\u202E", "<script>alert(1)</script>", "' or '1'='1' --", "../../../../dev/null", "%s%n{{7*7}}${x}", "a\tb\rc\nd", "{\"a\":[1,{\"b\":null}]}", "https://evil.example/?x=1#y",
        new('x', 5000), "\uFFFD\uFEFF\u0001\u007F", "tgc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];

    private static readonly string[] Traces = ["   at ", "Exception", ".cs:line", "Tokgate.Server.", "SQLite", "Npgsql", "/home/", "stack"];

    private readonly SignInWorld world = fixture.World;

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET /authorize", "client_id redirect_uri response_type scope state nonce prompt max_age claims id_token_hint code_challenge connection response_mode request_uri audience ui_locales" },
        { "POST /authorize", "client_id redirect_uri scope state claims unknown" },
        { "POST /oauth/token", "grant_type code redirect_uri code_verifier refresh_token scope audience client_assertion client_assertion_type unknown" },
        { "POST /oauth/par", "redirect_uri response_type scope state nonce prompt max_age claims id_token_hint code_challenge connection" },
        { "POST /oauth/revoke", "token token_type_hint" },
        { "POST /oauth/introspect", "token token_type_hint" },
        { "POST /userinfo", "access_token" },
        { "GET /oidc/logout", "id_token_hint post_logout_redirect_uri state client_id logout_hint ui_locales" },
        { "POST /oidc/logout", "id_token_hint post_logout_redirect_uri state client_id" },
        { "POST /oidc/logout/confirm", "request decision" },
        { "POST /consent", "request decision" },
        { "GET /login/callback", "code state error error_description scopes error_type" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task O_13_Whatever_is_sent_an_answer_has_allowed_characters_and_no_trace_of_our_inside(string endpoint, string parameters)
    {
        foreach (var name in parameters.Split(' '))
        {
            foreach (var value in Hostile)
            {
                var answer = await SendAsync(endpoint, [.. Sound(endpoint).Where(pair => pair.Name != name), (name, value)]);
                var what = $"{endpoint} {name}={value}: {answer.Status} {answer.Body}";
                Assert.True(answer.Status is (>= 200 and < 500) or 502, what);
                Assert.All(Traces, trace => Assert.False(answer.Body.Contains(trace, StringComparison.Ordinal), what));
                Assert.False(answer.Body.Contains("<script>alert", StringComparison.Ordinal), what);
                Assert.All(DescriptionOf(answer), character => Assert.True(character is >= ' ' and <= '~' and not ('"' or '\\'), what));
            }
        }
    }

    [Theory]
    [InlineData("POST /oauth/token", "grant_type code redirect_uri code_verifier refresh_token scope audience unknown")]
    [InlineData("POST /oauth/par", "redirect_uri response_type scope state nonce prompt claims code_challenge unknown")]
    [InlineData("POST /oauth/revoke", "token token_type_hint unknown")]
    [InlineData("POST /oauth/introspect", "token token_type_hint unknown")]
    public async Task Rfc6749_Section_3_2_A_parameter_that_stands_twice_is_refused_at_every_endpoint(string endpoint, string parameters)
    {
        foreach (var name in parameters.Split(' '))
        {
            foreach (var (one, two) in (IEnumerable<(string, string)>)[("x", "y"), ("x", "x"), ("", "x")])
            {
                var answer = await SendAsync(endpoint, [.. Sound(endpoint).Where(pair => pair.Name != name), (name, one), (name, two)]);
                Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
            }
        }
    }

    [Fact]
    public async Task C_15_Nothing_with_a_token_or_a_claim_may_be_kept()
    {
        using var browser = world.NewBrowser();
        var landed = await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")));
        var bought = await SendAsync("POST /oauth/token", [("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback)]);
        var token = bought.Json.GetProperty("access_token").GetString()!; // asserted below by its use
        Answer[] answers =
        [
            landed,
            bought,
            await SendAsync("POST /oauth/token", [("grant_type", "refresh_token"), ("refresh_token", bought.Json.GetProperty("refresh_token").GetString()!)]), // offline_access was asked for
            await SendAsync("POST /oauth/token", [("grant_type", "x")]),
            await SendAsync("POST /oauth/par", Sound("POST /oauth/par")),
            await SendAsync("POST /oauth/introspect", [("token", token)]),
            await SendAsync("POST /userinfo", [("access_token", token)]),
            await SendAsync("POST /oauth/revoke", [("token", token)]),
            await SendAsync("POST /userinfo", [("access_token", token)]),
        ];
        Assert.Equal([302, 200, 200, 400, 201, 200, 200, 200, 401], answers.Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.Equal("no-store", answer.Headers["Cache-Control"]));
        Assert.All(answers.Skip(1), answer => Assert.Equal("no-cache", answer.Headers["Pragma"]));
    }

    private static (string Name, string Value)[] Sound(string endpoint) => endpoint switch
    {
        "GET /authorize" or "POST /authorize" => [("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "s")],
        "POST /oauth/par" => [("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "s")],
        "POST /oauth/token" => [("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", SignInWorld.Callback)],
        "POST /oauth/revoke" or "POST /oauth/introspect" => [("token", "x")],
        _ => [],
    };

    private async Task<Answer> SendAsync(string endpoint, (string Name, string Value)[] parameters)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var authorization = path.StartsWith("/oauth/", StringComparison.Ordinal) && parameters.All(pair => pair.Name != "client_assertion") ? Broker.Basic(The.Web, The.WebSecret) : null;
        return method == "POST"
            ? await world.Broker.PostAsync(path, authorization, parameters)
            : await world.Broker.GetAsync(path + "?" + string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")));
    }

    private static string DescriptionOf(Answer answer)
    {
        if (answer.Headers.TryGetValue("Content-Type", out var type) && type == "application/json" && answer.Json.TryGetProperty("error_description", out var text))
        {
            return text.GetString()! + answer.Error; // an error without a text would fail here
        }

        return answer.Headers.TryGetValue("Location", out var location) && location.StartsWith(SignInWorld.Callback, StringComparison.Ordinal) ? answer.Query.GetValueOrDefault("error_description", "") : "";
    }
}
