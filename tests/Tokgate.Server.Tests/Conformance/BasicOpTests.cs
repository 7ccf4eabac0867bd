using System.Runtime.CompilerServices;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>
/// The plans oidcc-basic-certification-test-plan and oidcc-formpost-basic-certification-test-plan, module by module under the suite's own names, each against our broker and against a certified provider. A module that only
/// the certified one passes is a fault of ours; one that it fails is a wrong test. What the suite skips where a feature is not advertised is tested for being refused.
/// </summary>
public sealed class BasicOpTests(Providers providers) : IClassFixture<Providers>
{
    // What the suite would warn of at the reference: its development pages do not say how somebody signed in.
    private static readonly Dictionary<string, string> WarningsOfReference = new()
    {
        [nameof(Oidcc_ensure_request_with_acr_values_succeeds)] = NoAcr,
    };

    private const string NoAcr = "no acr though acr_values asked for one";
    private const string Long = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static TheoryData<string> All => Providers.AllAndByFormPost;

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_server(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        Assert.False(person.IdToken.TryGetProperty("name", out _));
        Assert.True(person.Asked > 0);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_response_type_missing(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("response_type", null)));
        Assert.True(landing.IsAtClient ? landing["error"] is "invalid_request" or "unsupported_response_type" : landing.Answer.Status == 400);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_idtoken_signature(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        Assert.Equal("RS256", Broker.HeaderOf(person.RawIdToken).GetProperty("alg").GetString());
        Assert.NotEmpty(Broker.HeaderOf(person.RawIdToken).GetProperty("kid").GetString()!); // verified by it
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_idtoken_unsigned(string provider) => RunAsync(provider, async module =>
    {
        Assert.False(module.Supports("id_token_signing_alg_values_supported", "none"));
        var person = await module.SignInAsync();
        Assert.NotEqual("", person.RawIdToken.Split('.')[2]);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_userinfo_get(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        Assert.Equal(200, (await module.UserInfoAsync(person.AccessToken)).Status);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_userinfo_post_header(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        var posted = await module.UserInfoAsync(person.AccessToken, HttpMethod.Post);
        Assert.Equal(200, posted.Status);
        Assert.Equal(person.UserInfo.Body, posted.Body);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_userinfo_post_body(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        var posted = await module.PostAsync(module.Endpoint("userinfo_endpoint"), null, ("access_token", person.AccessToken));
        Assert.Equal(200, posted.Status);
        Assert.Equal(person.UserInfo.Body, posted.Body);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_request_without_nonce_succeeds_for_code_flow(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync(("nonce", null));
        Assert.False(person.IdToken.TryGetProperty("nonce", out _));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_scope_profile(string provider) => ScopeAsync(provider, ["profile"], "name");

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_scope_email(string provider) => ScopeAsync(provider, ["email"], "email");

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_scope_address(string provider) => ScopeAsync(provider, ["address"], "address");

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_scope_phone(string provider) => ScopeAsync(provider, ["phone"], "phone_number");

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_scope_all(string provider) => ScopeAsync(provider, ["profile", "email", "address", "phone"], "name", "email", "address", "phone_number");

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_alternate_happy_flow(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("scope", "openid profile"));
        var request = Module.Request(("scope", "profile openid"));
        request.Reverse();
        var second = await module.SignInAsync(request);
        Assert.Equal(first.UserInfo.Body, second.UserInfo.Body);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_display_page(string provider) => RunAsync(provider, module => module.SignInAsync(("display", "page")));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_display_popup(string provider) => RunAsync(provider, module => module.SignInAsync(("display", "popup")));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_prompt_login(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("max_age", "15000"));
        await module.PassAsync(1);
        var second = await module.SignInAsync(("prompt", "login"), ("max_age", "15000"));
        Assert.True(second.Asked > 0);
        Assert.True(second.AuthTime > first.AuthTime);
        Assert.Equal(first.Subject, second.Subject);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_prompt_none_not_logged_in(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("prompt", "none"), ("state", Long)));
        Assert.Contains(landing["error"], (string[])["login_required", "interaction_required", "account_selection_required", "consent_required"]);
        Assert.Equal(0, module.Browser.Asked);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_prompt_none_logged_in(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("max_age", "15000"));
        await module.PassAsync(1);
        var second = await module.SignInAsync(("prompt", "none"), ("max_age", "15000"));
        IsTheSameSignIn(first, second);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_max_age_1(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("max_age", "15000"));
        await module.PassAsync(2);
        var second = await module.SignInAsync(("max_age", "1"));
        Assert.True(second.Asked > 0);
        Assert.True(second.AuthTime > first.AuthTime);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_max_age_10000(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("max_age", "15000"));
        await module.PassAsync(1);
        IsTheSameSignIn(first, await module.SignInAsync(("max_age", "10000")));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_request_with_unknown_parameter_succeeds(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("extra", "foobar")));
        Assert.NotNull(landing["code"]);
        Assert.DoesNotContain("foobar", landing.Address.Query, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_id_token_hint(string provider) => RunAsync(provider, async module =>
    {
        var first = await module.SignInAsync(("max_age", "15000"));
        await module.PassAsync(1);
        IsTheSameSignIn(first, await module.SignInAsync(("prompt", "none"), ("id_token_hint", first.RawIdToken), ("max_age", "15000")));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_login_hint(string provider) => RunAsync(provider, module => module.SignInAsync(("login_hint", "<b>somebody@people.example</b>")));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ui_locales(string provider) => RunAsync(provider, module => module.SignInAsync(("ui_locales", "se")));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_claims_locales(string provider) => RunAsync(provider, module => module.SignInAsync(("claims_locales", "se")));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_request_with_acr_values_succeeds(string provider) => RunAsync(provider, async module =>
    {
        var wanted = module.Metadata.TryGetProperty("acr_values_supported", out var supported) ? supported[0].GetString() : "urn:mace:incommon:iap:silver";
        var person = await module.SignInAsync(("acr_values", $"urn:unknown {wanted}"));
        module.Warn(!person.IdToken.TryGetProperty("acr", out var acr) || acr.GetString() != wanted, NoAcr);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_codereuse(string provider) => RunAsync(provider, module => ReuseAsync(module, 0));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_codereuse_30seconds(string provider) => RunAsync(provider, async module =>
    {
        var person = await ReuseAsync(module, 30);
        Assert.InRange((await module.UserInfoAsync(person.AccessToken)).Status, 400, 499);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_registered_redirect_uri(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("redirect_uri", Rp.Callback + Module.Text(8))));
        Assert.False(landing.IsAtClient);
        Assert.Equal(400, landing.Answer.Status);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_post_request_succeeds(string provider) => RunAsync(provider, module => module.SignInAsync(Module.Request(), isPosted: true));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_server_client_secret_post(string provider) => RunAsync(provider, module => module.SignInAsync(Module.Request(("client_id", Rp.Posting.Id)), Rp.Posting));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(string provider) => RunAsync(provider, async module =>
    {
        Assert.False(module.Metadata.GetProperty("request_uri_parameter_supported").GetBoolean());
        var landing = await module.SendAsync(Module.Request(("request_uri", "https://suite.example/request.jwt")));
        Assert.Equal("request_uri_not_supported", landing["error"]);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("request", Unsigned(Rp.Callback))));
        Assert.Equal("request_not_supported", landing["error"]);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_claims_essential(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync(("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}"));
        Assert.True(person.UserInfo.Json.TryGetProperty("name", out _));
        Assert.False(person.IdToken.TryGetProperty("name", out _));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_request_object_with_redirect_uri(string provider) => RunAsync(provider, async module =>
    {
        var landing = await module.SendAsync(Module.Request(("redirect_uri", "https://suite.example/unregistered"), ("request", Unsigned(Rp.Callback))));
        Assert.False(landing.IsAtClient);
        Assert.Equal(400, landing.Answer.Status);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_refresh_token(string provider) => RunAsync(provider, async module =>
    {
        Assert.True(module.Supports("grant_types_supported", "refresh_token"));
        var request = Module.Request(("scope", "openid offline_access"), ("prompt", "consent"), ("max_age", "15000"));
        var first = await module.SignInAsync(request);
        await module.PassAsync(1);
        var answer = await RefreshAsync(module, Rp.First, first.Tokens, ("scope", "openid offline_access"));
        TokenChecks.Run(module, answer);
        Assert.NotEqual(first.AccessToken, answer.Json.GetProperty("access_token").GetString());
        if (answer.Json.TryGetProperty("id_token", out var again))
        {
            IsRefreshed(first.IdToken, module.Verified(again.GetString()!, WithoutNonceIfAbsent(request, again.GetString()!)));
        }

        var second = await module.SignInAsync(
            Module.Request(("client_id", Rp.Second.Id), ("scope", "openid offline_access"), ("prompt", "consent"), ("nonce", Long[..43])), Rp.Second);
        var foreign = await RefreshAsync(module, Rp.First, second.Tokens);
        Assert.Equal(400, foreign.Status);
        Assert.Equal("invalid_grant", foreign.Error);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_ensure_request_with_valid_pkce_succeeds(string provider) => RunAsync(provider, module => module.SignInAsync(
        Module.Request(("code_challenge", SignIn.Challenge), ("code_challenge_method", "S256")), more: ("code_verifier", SignIn.Verifier)));

    private async Task RunAsync(string provider, Func<Module, Task> steps, [CallerMemberName] string name = "") => await Module.RunAsync(
        await providers.GetAsync(provider), Providers.IsReference(provider) && WarningsOfReference.TryGetValue(name, out var warning) ? [warning] : [], steps, Providers.IsByFormPost(provider));

    // A scope that is advertised brings its claim to UserInfo; one that is not is ignored, and what it stands for is not invented.
    private Task ScopeAsync(string provider, string[] scopes, params string[] claims) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync(("scope", "openid " + string.Join(' ', scopes)));
        foreach (var (scope, claim) in scopes.Zip(claims))
        {
            var isSupported = module.Supports("scopes_supported", scope);
            Assert.Equal(isSupported, person.UserInfo.Json.TryGetProperty(claim, out _));
            Assert.Equal(isSupported, person.Tokens.GetProperty("scope").GetString()!.Split(' ').Contains(scope)); // scopes were asked for
        }
    });

    private static void IsTheSameSignIn(SignedInPerson first, SignedInPerson second)
    {
        Assert.Equal(0, second.Asked);
        Assert.Equal(first.Subject, second.Subject);
        Assert.Equal(first.AuthTime, second.AuthTime);
    }

    private static async Task<SignedInPerson> ReuseAsync(Module module, int seconds)
    {
        var person = await module.SignInAsync();
        await module.PassAsync(seconds);
        var again = await module.RedeemAsync(person.Code);
        Assert.Equal(400, again.Status);
        Assert.Equal("invalid_grant", again.Error);
        return person;
    }

    private static Task<Answer> RefreshAsync(Module module, Rp rp, JsonElement tokens, params (string Name, string Value)[] more) =>
        module.TokenAsync(rp, [("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!), .. more]); // offline_access was allowed

    private static void IsRefreshed(JsonElement before, JsonElement after)
    {
        foreach (var name in (string[])["iss", "sub", "auth_time"])
        {
            Assert.Equal(before.GetProperty(name).ToString(), after.GetProperty(name).ToString());
        }

        Assert.Equal(before.GetProperty("aud").ToString(), after.GetProperty("aud").ToString());
        Assert.Equal(before.TryGetProperty("azp", out var azp) ? azp.GetString() : null, after.TryGetProperty("azp", out var other) ? other.GetString() : null);
        Assert.NotEqual(before.GetProperty("iat").GetInt64(), after.GetProperty("iat").GetInt64());
    }

    // A refreshed ID token may repeat the nonce and should not (Core, 12.2).
    private static List<(string Name, string Value)> WithoutNonceIfAbsent(List<(string Name, string Value)> request, string idToken) =>
        Broker.PayloadOf(idToken).TryGetProperty("nonce", out _) ? request : [.. request.Where(pair => pair.Name != "nonce")];

    private static string Unsigned(string redirectUri) => $"{Jws.Encode("{\"alg\":\"none\"}")}.{Jws.Encode(JsonSerializer.Serialize(new { redirect_uri = redirectUri }))}.";
}
