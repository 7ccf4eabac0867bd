using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Token;

public sealed class AuthorizationCodeTests
{
    [Fact]
    public async Task Oidcc_server_A_code_buys_tokens_that_say_what_was_granted()
    {
        await using var signIn = await SignIn.StartAsync();
        var answer = await signIn.RedeemAsync(await signIn.CodeAsync());

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("no-cache", answer.Headers["Pragma"]);
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal("openid profile offline_access", answer.Json.GetProperty("scope").GetString());
        Assert.Equal("user.info.basic user.info.profile", answer.Json.GetProperty("upstream_scope").GetString());
        Assert.StartsWith("tgr_", answer.Json.GetProperty("refresh_token").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await signIn.UserInfoAsync(answer.Json.GetProperty("access_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Rfc9068_Section_2_A_users_access_token_names_its_grant()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync(signIn.Request with { Audience = The.Api });
        var token = tokens.GetProperty("access_token").GetString()!;
        var header = Broker.HeaderOf(token);
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        var payload = await KeySet.VerifiedAsync(signIn.Broker, token);
        var now = signIn.Broker.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(Broker.Issuer, payload.GetProperty("iss").GetString());
        Assert.Equal([Broker.Issuer, The.Api], payload.GetProperty("aud").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal(SignIn.UserId, payload.GetProperty("sub").GetString());
        Assert.Equal(The.Web, payload.GetProperty("client_id").GetString());
        Assert.Equal("openid profile offline_access", payload.GetProperty("scope").GetString());
        Assert.Equal(now, payload.GetProperty("iat").GetInt64());
        Assert.Equal(now + 3600, payload.GetProperty("exp").GetInt64());
        Assert.NotEmpty(payload.GetProperty("jti").GetString()!);
        Assert.NotEmpty(payload.GetProperty("grant").GetString()!);
        Assert.DoesNotContain("@", payload.GetProperty("sub").GetString(), StringComparison.Ordinal); // A-04: a machine's has one
    }

    [Theory]
    [InlineData("redirect_uri", "https://app.example/CB")]
    [InlineData("redirect_uri", "https://app.example/cb/")]
    [InlineData("redirect_uri", null)]
    [InlineData("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXj")]
    [InlineData("code_verifier", SignIn.Challenge)] // what "plain" would have taken
    [InlineData("code_verifier", "short")]
    [InlineData("code_verifier", "")]
    [InlineData("code_verifier", null)]
    [InlineData("client_id", SignIn.Other)]
    [InlineData("code", "tgc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("code", "x")]
    public async Task Rfc6749_Section_4_1_3_A_code_is_good_only_for_what_it_was_given_for(string name, string? value)
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        var answer = await signIn.RedeemAsync(code, (name, value));
        Assert.Equal(400, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);

        // A stranger's attempt must not burn it for its owner.
        Assert.Equal(200, (await signIn.RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task Rfc6749_Section_4_1_3_A_request_without_a_code_is_malformed()
    {
        await using var signIn = await SignIn.StartAsync();
        Assert.Equal("invalid_request", (await signIn.RedeemAsync("")).Error);
        Assert.Equal("invalid_request", (await signIn.RefreshAsync("")).Error);
    }

    [Theory]
    [InlineData(59, 200)]
    [InlineData(60, 400)]
    [InlineData(3600, 400)]
    public async Task Rfc6749_Section_4_1_2_A_code_lives_a_minute(int seconds, int status)
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(status, (await signIn.RedeemAsync(code)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(1800)]
    public async Task Oidcc_codereuse_30seconds_A_replayed_code_takes_along_what_it_bought(int seconds)
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        var first = (await signIn.RedeemAsync(code)).Json;
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));

        var second = await signIn.RedeemAsync(code);
        Assert.Equal(400, second.Status);
        Assert.Equal("invalid_grant", second.Error);
        Assert.Equal(401, (await signIn.UserInfoAsync(first.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(first.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Rfc9700_Section_4_5_A_replay_with_a_wrong_verifier_is_a_replay_and_one_by_another_client_is_not()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        var token = (await signIn.RedeemAsync(code)).Json.GetProperty("access_token").GetString()!;
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(code, ("client_id", SignIn.Other))).Error);
        Assert.Equal(200, (await signIn.UserInfoAsync(token)).Status);
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(code, ("code_verifier", null))).Error);
        Assert.Equal(401, (await signIn.UserInfoAsync(token)).Status);
    }

    [Theory]
    [InlineData(true, true, 200)]
    [InlineData(true, false, 400)]
    [InlineData(false, true, 400)]
    [InlineData(false, false, 200)]
    public async Task Rfc9700_Section_4_8_2_Challenge_and_verifier_come_together_or_not_at_all(bool challenge, bool verifier, int status)
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync(signIn.Request with { ClientId = SignIn.Legacy, CodeChallenge = challenge ? SignIn.Challenge : null });
        Assert.Equal(status, (await signIn.RedeemAsync(code, ("client_id", SignIn.Legacy), ("code_verifier", verifier ? SignIn.Verifier : null))).Status);
    }

    [Fact]
    public async Task Rfc7636_Section_4_4_1_A_client_that_needs_a_challenge_cannot_redeem_a_code_without_one()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync(signIn.Request with { CodeChallenge = null });
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(code, ("code_verifier", null))).Error);
    }

    [Theory]
    [InlineData(42, 400)]
    [InlineData(43, 200)]
    [InlineData(128, 200)]
    [InlineData(129, 400)]
    public async Task Rfc7636_Section_4_1_A_verifier_has_43_to_128_characters(int length, int status)
    {
        await using var signIn = await SignIn.StartAsync();
        var verifier = new string('v', length);
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
        var code = await signIn.CodeAsync(signIn.Request with { CodeChallenge = challenge });
        Assert.Equal(status, (await signIn.RedeemAsync(code, ("code_verifier", verifier))).Status);
    }

    [Fact]
    public async Task T_41_A_code_dies_with_its_session_also_when_offline_access_was_granted_and_with_its_user()
    {
        await using var signIn = await SignIn.StartAsync();
        var bound = await signIn.CodeAsync(signIn.Request with { IsOffline = false });
        var blocked = await signIn.CodeAsync();
        await signIn.EndSessionAsync();
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(bound)).Error);
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(await signIn.CodeAsync())).Error);
        await signIn.BlockUserAsync();
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(blocked)).Error);
    }

    [Fact]
    public async Task T_41_A_disabled_client_redeems_nothing_and_its_tokens_are_refused()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        var token = (await signIn.TokensAsync()).GetProperty("access_token").GetString()!;
        await signIn.ChangeClientAsync(The.Web, client => client with { Status = ClientStatus.Disabled });
        Assert.Equal("invalid_client", (await signIn.RedeemAsync(code)).Error);
        Assert.Equal(401, (await signIn.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task Rfc6749_Section_5_2_A_grant_type_that_the_client_has_not_is_unauthorized()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync();
        await signIn.ChangeClientAsync(The.Web, client => client with { GrantTypes = [GrantTypes.RefreshToken] });
        Assert.Equal("unauthorized_client", (await signIn.RedeemAsync(code)).Error);
        await signIn.ChangeClientAsync(The.Web, client => client with { GrantTypes = [GrantTypes.AuthorizationCode] });
        var tokens = (await signIn.RedeemAsync(code)).Json;
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
        Assert.Equal("unauthorized_client", (await signIn.RefreshAsync("tgr_x")).Error);
    }

    [Fact]
    public async Task Oidc_Core_Section_11_Without_offline_access_there_is_no_refresh_token_and_the_access_token_dies_with_the_session()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync(signIn.Request with { IsOffline = false, Scopes = ["openid"] });
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
        var token = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await signIn.UserInfoAsync(token)).Status);
        await signIn.EndSessionAsync();
        Assert.Equal(401, (await signIn.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task Oidc_Core_Section_11_With_offline_access_the_tokens_outlive_the_session()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync();
        await signIn.EndSessionAsync();
        Assert.Equal(200, (await signIn.UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal(200, (await signIn.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Oidcc_ensure_scope_Without_openid_there_is_no_id_token()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync(signIn.Request with { Scopes = ["profile"], IsOffline = false });
        Assert.False(tokens.TryGetProperty("id_token", out _));
        var refused = await signIn.UserInfoAsync(tokens.GetProperty("access_token").GetString()!);
        Assert.Equal(403, refused.Status);
        Assert.Equal("insufficient_scope", refused.Error);
        Assert.Contains("scope=\"openid\"", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rfc8707_Section_2_2_A_token_request_names_no_other_api_than_was_authorized()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync(signIn.Request with { Audience = The.Api });
        Assert.Equal("invalid_target", (await signIn.RedeemAsync(code, ("resource", The.OtherApi))).Error);
        Assert.Equal(200, (await signIn.RedeemAsync(code, ("resource", The.Api))).Status);
    }
}
