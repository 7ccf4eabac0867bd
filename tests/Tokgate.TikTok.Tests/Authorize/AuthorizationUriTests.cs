namespace Tokgate.TikTok.Tests;

public sealed class AuthorizationUriTests
{
    private static readonly TikTokClient s_client = new(new HttpClient(), The.Options());

    [Fact]
    public void The_address_is_percent_encoded_with_commas_between_scopes() =>
        Assert.Equal(
            "https://www.tiktok.com/v2/auth/authorize/?client_key=awtest0000000001&response_type=code&scope=user.info.basic%2Cvideo.list"
            + "&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=a%20b%2Bc%26d%3D%C3%A9",
            s_client.BuildAuthorizationUri(The.Request() with { State = "a b+c&d=é" }));

    [Fact]
    public void Everything_optional_is_sent_when_asked()
    {
        var address = s_client.BuildAuthorizationUri(The.Request() with
        {
            DisableAutoAuth = true,
            CodeChallenge = new string('a', 64),
            Language = "de",
            AdditionalParameters = [new("x-extra", "1 2")],
        });

        Assert.EndsWith(
            $"&state=state-1&disable_auto_auth=1&code_challenge={new string('a', 64)}&code_challenge_method=S256&lang=de&x-extra=1%202",
            address,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Disable_auto_auth_is_left_out_or_0_or_1()
    {
        Assert.DoesNotContain("disable_auto_auth", s_client.BuildAuthorizationUri(The.Request()), StringComparison.Ordinal);
        Assert.EndsWith("&disable_auto_auth=0", s_client.BuildAuthorizationUri(The.Request() with { DisableAutoAuth = false }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5082")]
    [InlineData("http://localhost:5082/")]
    public void The_trailing_slash_of_the_path_survives_any_base_address(string address)
    {
        var options = The.Options();
        options.Endpoints = TikTokEndpoints.At(new Uri(address));

        Assert.StartsWith(
            "http://localhost:5082/v2/auth/authorize/?client_key=",
            new TikTokClient(new HttpClient(), options).BuildAuthorizationUri(The.Request()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_key")]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("STATE")]
    [InlineData("redirect_uri")]
    [InlineData("scope")]
    [InlineData("response_type")]
    [InlineData("code_challenge_method")]
    [InlineData("")]
    public void A_reserved_parameter_cannot_be_added(string name) =>
        Refused(The.Request() with { AdditionalParameters = [new(name, "x")] }, "TTK1012");

    [Fact]
    public void A_parameter_cannot_be_added_twice() =>
        Refused(The.Request() with { AdditionalParameters = [new("x", "1"), new("x", "2")] }, "TTK1012");

    [Fact]
    public void State_and_scopes_are_required_and_told_together() =>
        Refused(The.Request() with { State = "", Scopes = TikTokScopes.None }, "TTK1011", "TTK1010");

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("13D31E961A1AD8EC2F16B10C4C982E0876A878AD6DF144566EE1894ACB70F9C3")]
    public void A_challenge_that_TikTok_refuses_only_at_the_exchange_is_refused_before(string challenge) =>
        Refused(The.Request() with { CodeChallenge = challenge }, "TTK1013");

    [Theory]
    [InlineData("http://localhost:5080/signin-tiktok", null)]
    [InlineData("https://127.0.0.1:5080/signin-tiktok", null)]
    [InlineData("https://app.example/link", TikTokPlatform.Ios)]
    [InlineData("https://app.example/link", TikTokPlatform.Android)]
    public void Loopback_and_mobile_need_a_challenge(string redirectUri, TikTokPlatform? platform)
    {
        var request = The.Request() with { RedirectUri = redirectUri, Platform = platform };

        Refused(request, "TTK1014");
        Assert.Contains("code_challenge_method=S256", s_client.BuildAuthorizationUri(request with { CodeChallenge = CodeVerifier.Create().ToChallenge() }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_port_is_for_registrations_only() =>
        Refused(The.Request() with { RedirectUri = "http://127.0.0.1:*/callback/", CodeChallenge = new string('0', 64) }, "TTK1015");

    [Fact]
    public void A_redirect_uri_that_TikTok_would_refuse_is_refused_with_every_rule() =>
        Refused(The.Request() with { RedirectUri = "http://app.example/callback?x=1#y" }, "TTK1021", "TTK1023", "TTK1024");

    [Fact]
    public void The_redirect_uri_is_sent_byte_for_byte() =>
        Assert.Contains(
            "&redirect_uri=HTTPS%3A%2F%2FApp.Example%3A443%2Fa%2F..%2FB%2F%7Ex%2541&",
            s_client.BuildAuthorizationUri(The.Request() with { RedirectUri = "HTTPS://App.Example:443/a/../B/~x%41" }).Replace("~", "%7E", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Fact]
    public void A_printed_request_does_not_show_its_state() =>
        Assert.DoesNotContain("state-1", $"{The.Request()}", StringComparison.Ordinal);

    private static void Refused(TikTokAuthorizationRequest request, params string[] ids) =>
        Assert.Equal(ids, Assert.Throws<TikTokConfigurationException>(() => s_client.BuildAuthorizationUri(request)).Problems.Select(problem => problem.Id));
}
