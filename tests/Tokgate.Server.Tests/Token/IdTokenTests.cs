using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Grants;
using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Token;

public sealed class IdTokenTests
{
    [Fact]
    public async Task Oidc_Core_Section_2_The_id_token_says_what_it_must_and_nothing_of_the_profile()
    {
        await using var signIn = await SignIn.StartAsync();
        var authenticatedAt = signIn.Broker.Time.GetUtcNow();
        var code = await signIn.CodeAsync(signIn.Request with { Acr = "https://tokgate.dev/acr/upstream" });
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(20));
        var tokens = (await signIn.RedeemAsync(code)).Json;
        var token = tokens.GetProperty("id_token").GetString()!;

        Assert.Equal("RS256", Broker.HeaderOf(token).GetProperty("alg").GetString());
        Assert.NotEqual("at+jwt", Broker.HeaderOf(token).GetProperty("typ").GetString());
        var payload = await KeySet.VerifiedAsync(signIn.Broker, token);
        var now = signIn.Broker.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(Broker.Issuer, payload.GetProperty("iss").GetString());
        Assert.Equal(SignIn.UserId, payload.GetProperty("sub").GetString());
        Assert.Equal(The.Web, payload.GetProperty("aud").GetString());
        Assert.Equal(The.Web, payload.GetProperty("azp").GetString());
        Assert.Equal(now, payload.GetProperty("iat").GetInt64());
        Assert.Equal(now + 3600, payload.GetProperty("exp").GetInt64());
        Assert.Equal(authenticatedAt.ToUnixTimeSeconds(), payload.GetProperty("auth_time").GetInt64());
        Assert.Equal("n-0S6_WzA2Mj", payload.GetProperty("nonce").GetString());
        Assert.Equal(SignIn.SessionId, payload.GetProperty("sid").GetString());
        Assert.Equal("https://tokgate.dev/acr/upstream", payload.GetProperty("acr").GetString());
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(tokens.GetProperty("access_token").GetString()!)).AsSpan(0, 16);
        Assert.Equal(Base64Url.EncodeToString(half), payload.GetProperty("at_hash").GetString());
        Assert.Equal(11, payload.GetPropertyCount());
    }

    [Fact]
    public async Task Oidcc_ensure_request_without_nonce_The_id_token_has_none_and_no_empty_acr()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync(signIn.Request with { Nonce = null });
        var payload = Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!);
        Assert.False(payload.TryGetProperty("nonce", out _));
        Assert.False(payload.TryGetProperty("acr", out _));
    }

    [Theory]
    [InlineData(43)]
    [InlineData(512)]
    public async Task C_05_A_nonce_comes_back_unchanged(int length)
    {
        await using var signIn = await SignIn.StartAsync();
        var nonce = string.Concat(Enumerable.Repeat("a+%&é\"\\😀 ", 100))[..(length - 3)] + "end";
        var tokens = await signIn.TokensAsync(signIn.Request with { Nonce = nonce });
        Assert.Equal(nonce, Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task Oidcc_idtoken_signature_A_client_may_have_its_id_tokens_in_es256()
    {
        await using var signIn = await SignIn.StartAsync();
        await signIn.ChangeClientAsync(The.Web, client => client with { IdTokenAlgorithm = SigningAlgorithm.ES256 });
        var token = (await signIn.TokensAsync()).GetProperty("id_token").GetString()!;
        Assert.Equal("ES256", Broker.HeaderOf(token).GetProperty("alg").GetString());
        await KeySet.VerifiedAsync(signIn.Broker, token);
    }

    [Fact]
    public async Task Oidc_Core_Section_5_5_The_claims_parameter_brings_claims_into_the_id_token()
    {
        await using var signIn = await SignIn.StartAsync();
        var wanted = ClaimsRequest.Parse("""{"id_token":{"name":{"essential":true},"nickname":null,"email":null,"iss":{"value":"https://evil.example"},"birthdate":null}}""");
        var tokens = await signIn.TokensAsync(signIn.Request with { ClaimsRequest = wanted });
        var payload = Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal("Zoë ✨", payload.GetProperty("name").GetString());
        Assert.False(payload.TryGetProperty("nickname", out _)); // blank
        Assert.False(payload.TryGetProperty("email", out _)); // a scope that the client has not
        Assert.Equal(Broker.Issuer, payload.GetProperty("iss").GetString());
    }

    [Fact]
    public async Task A_03_No_token_is_accepted_in_the_place_of_another()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        var tokens = await signIn.TokensAsync();
        string[] all = ["id_token", "access_token", "refresh_token"];
        var values = all.ToDictionary(name => name, name => tokens.GetProperty(name).GetString()!);
        values["code"] = code;
        values["machine"] = await signIn.Broker.MachineTokenAsync();
        foreach (var (name, value) in values)
        {
            Assert.Equal(name == "access_token" ? 200 : 401, (await signIn.UserInfoAsync(value)).Status);
            if (name != "code")
            {
                Assert.Equal("invalid_grant", (await signIn.RedeemAsync(value)).Error);
            }

            if (name != "refresh_token")
            {
                Assert.Equal("invalid_grant", (await signIn.RefreshAsync(value)).Error);
            }

            var assertion = await signIn.Broker.PostAsync(
                SignIn.TokenPath, ("grant_type", "client_credentials"), ("client_assertion", value), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
            Assert.Equal("invalid_client", assertion.Error);
        }

        Assert.Equal(JsonValueKind.False, (await IntrospectAsync(signIn, values["id_token"])).GetProperty("active").ValueKind);
        Assert.Equal(JsonValueKind.False, (await IntrospectAsync(signIn, values["code"])).GetProperty("active").ValueKind);
    }

    private static async Task<JsonElement> IntrospectAsync(SignIn signIn, string token) =>
        (await signIn.Broker.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token))).Json;
}
