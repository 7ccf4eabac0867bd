namespace Tokgate.TikTok.Tests;

public sealed class TokenCallsTests
{
    [Fact]
    public async Task An_exchange_sends_TikToks_form_and_nothing_else()
    {
        var server = new ScriptedServer().Answers(Some.Tokens());

        await server.Client().ExchangeCodeAsync(AuthorizationCode.From("a*1!2 +%2A"), The.RedirectUri, CodeVerifier.From("verifier"));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "https://open.tiktokapis.com/v2/oauth/token/", "application/x-www-form-urlencoded"), (request.Method, request.Address, request.ContentType));
        Assert.Null(request.Authorization);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["client_key"] = The.ClientKey,
                ["client_secret"] = The.Secret,
                ["grant_type"] = "authorization_code",
                ["code"] = "a*1!2 +%2A",
                ["redirect_uri"] = The.RedirectUri,
                ["code_verifier"] = "verifier",
            },
            request.Form);
    }

    [Fact]
    public async Task Without_a_verifier_none_is_sent()
    {
        var server = new ScriptedServer().Answers(Some.Tokens());

        await Exchange(server);

        Assert.DoesNotContain("code_verifier", server.Requests.Single().Form.Keys);
    }

    [Fact]
    public async Task A_refresh_sends_the_secret_and_no_scope()
    {
        var server = new ScriptedServer().Answers(Some.Tokens());

        await server.Client().RefreshAsync(RefreshToken.From(The.Refresh));

        Assert.Equal(["client_key", "client_secret", "grant_type", "refresh_token"], server.Requests.Single().Form.Keys);
    }

    [Fact]
    public async Task Tokens_are_read_with_their_deadlines()
    {
        var result = await Exchange(new ScriptedServer().Answers(Some.Tokens(), headers: ("x-tt-logid", "L9")));

        Assert.True(result.IsSuccess);
        Assert.Equal("L9", result.LogId);
        var tokens = result.Value;
        Assert.Equal((The.Token, The.Refresh), (tokens.AccessToken.Reveal(), tokens.RefreshToken?.Reveal()));
        Assert.Equal((The.Now.AddHours(2), The.Now.AddDays(180)), (tokens.ExpiresAt, tokens.RefreshExpiresAt));
        Assert.Equal((The.OpenId, "user.info.basic,video.list", "Bearer"), (tokens.OpenId, tokens.Scopes.ToString(), tokens.TokenType));
        Assert.Empty(tokens.AdditionalFields);
    }

    [Theory]
    [InlineData("\"expires_in\":7200", "\"expires_in\":\"7200\"")]
    [InlineData("\"token_type\":\"Bearer\"", "\"token_type\":\"bearer\"")]
    [InlineData(",\"token_type\":\"Bearer\"", "")]
    [InlineData("\"token_type\"", "\"error\":null,\"token_type\"")]
    [InlineData("\"token_type\"", "\"error\":\"\",\"token_type\"")]
    [InlineData("\"token_type\"", "\"error\":{\"code\":\"ok\"},\"token_type\"")]
    public async Task Small_looseness_is_forgiven(string replace, string with) =>
        Assert.Equal(TimeSpan.FromHours(2), (await Exchange(new ScriptedServer().Answers(Some.Tokens(replace, with)))).Value?.ExpiresIn);

    [Fact]
    public async Task Unknown_members_are_kept_unless_they_look_secret()
    {
        var body = Some.Tokens("\"token_type\"", "\"region\":\"va\",\"n\":{\"a\":1},\"id_token\":\"x\",\"app_secret\":\"x\",\"odd\":\"act.zzz\",\"token_type\"");

        var tokens = (await Exchange(new ScriptedServer().Answers(body))).Value;

        Assert.Equal(["region", "n"], tokens?.AdditionalFields.Keys);
        Assert.Equal("va", tokens?.AdditionalFields["region"].GetString());
    }

    [Theory]
    [InlineData(",\"refresh_token\":\"rft.never-to-be-seen!1234.va\"", "")]
    [InlineData("\"rft.never-to-be-seen!1234.va\"", "\"\"")]
    [InlineData("\"rft.never-to-be-seen!1234.va\"", "null")]
    public async Task Without_a_new_refresh_token_there_is_none_to_store(string replace, string with) =>
        Assert.Null((await Exchange(new ScriptedServer().Answers(Some.Tokens(replace, with)))).Value?.RefreshToken);

    [Fact]
    public async Task A_lifetime_beyond_all_calendars_does_not_overflow()
    {
        var result = await Exchange(new ScriptedServer().Answers(Some.Tokens("7200", "9223372036854775807")));

        Assert.Equal(The.Now.AddDays(36_500), result.Value?.ExpiresAt);
    }

    [Theory]
    [InlineData("\"-000abcdefghijklmnopqrstuvwxyz0123456\"", "\"\"", "open_id")]
    [InlineData("\"-000abcdefghijklmnopqrstuvwxyz0123456\"", "\"  \"", "open_id")]
    [InlineData("\"-000abcdefghijklmnopqrstuvwxyz0123456\"", "null", "open_id")]
    [InlineData("\"-000abcdefghijklmnopqrstuvwxyz0123456\"", "12", "open_id")]
    [InlineData("\"open_id\"", "\"openid\"", "open_id")]
    [InlineData("\"act.never-to-be-seen!1234.va\"", "\"\"", "access_token")]
    [InlineData("\"act.never-to-be-seen!1234.va\"", "[]", "access_token")]
    [InlineData("act.never-to-be-seen!1234.va", "act.x\\r\\nX: y", "access_token")]
    [InlineData("rft.never-to-be-seen!1234.va", "rft.x\\u0000", "refresh_token")]
    [InlineData("\"rft.never-to-be-seen!1234.va\"", "7", "refresh_token")]
    [InlineData("7200", "0", "expires_in")]
    [InlineData("7200", "-1", "expires_in")]
    [InlineData("7200", "\"soon\"", "expires_in")]
    [InlineData("7200", "99999999999999999999", "expires_in")]
    [InlineData("\"expires_in\"", "\"expires\"", "expires_in")]
    [InlineData("15552000", "0", "refresh_expires_in")]
    [InlineData("\"user.info.basic,video.list\"", "[\"user.info.basic\"]", "scope")]
    [InlineData("Bearer", "mac", "token_type")]
    [InlineData("\"token_type\"", "\"error\":7,\"token_type\"", "error")]
    [InlineData("\"token_type\"", "\"error\":{},\"token_type\"", "error.code")]
    public async Task An_answer_with_a_bad_member_is_not_accepted(string replace, string with, string field)
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(() => Exchange(new ScriptedServer().Answers(Some.Tokens(replace, with))));

        Assert.Equal((TikTokProtocolFailure.Field, field), (exception.Kind, exception.Field));
        Assert.Equal((TikTokEndpoint.Exchange, TikTokOutcome.Ambiguous), (exception.Endpoint, exception.Outcome));
        Assert.DoesNotContain("never-to-be-seen", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task An_error_is_an_error_whatever_the_status(int status)
    {
        var result = await Exchange(new ScriptedServer().Answers(Some.OAuthError("invalid_grant", "Authorization code is expired."), status));

        Assert.False(result.IsSuccess);
        var error = result.Error;
        Assert.Equal(("invalid_grant", "Authorization code is expired.", Some.LogId, status), (error.Code, error.Description, error.LogId, error.Status));
        Assert.True(error.IsReauthenticationRequired);
        Assert.Equal(TikTokOutcome.Terminal, error.Outcome);
    }

    [Fact]
    public async Task An_error_beside_a_token_is_an_error() =>
        Assert.Equal("invalid_grant", (await Exchange(new ScriptedServer().Answers(Some.Tokens("\"token_type\"", "\"error\":\"invalid_grant\",\"token_type\"")))).Error?.Code);

    [Fact]
    public async Task An_error_in_the_apis_shape_is_read_here_too()
    {
        var error = (await Exchange(new ScriptedServer().Answers(Some.ApiError("internal_error", "Oops"), 500))).Error;

        Assert.Equal(("internal_error", "Oops", TikTokOutcome.Ambiguous), (error?.Code, error?.Description, error?.Outcome));
    }

    [Fact]
    public async Task The_log_id_of_the_header_stands_in_for_one_in_the_body() =>
        Assert.Equal("L7", (await Exchange(new ScriptedServer().Answers("""{"error":"server_error"}""", 200, ("X-Tt-Logid", "L7")))).Error?.LogId);

    [Fact]
    public async Task Tokens_are_taken_whatever_the_status() =>
        Assert.True((await Exchange(new ScriptedServer().Answers(Some.Tokens(), 500))).IsSuccess);

    [Theory]
    [InlineData("server_error", 200)]
    [InlineData("temporarily_unavailable", 503)]
    [InlineData("rate_limit_exceeded", 429)]
    public async Task Neither_exchange_nor_refresh_nor_revoke_is_ever_sent_twice(string code, int status)
    {
        var server = new ScriptedServer().Answers(Some.OAuthError(code), status).Answers(Some.OAuthError(code), status).Answers(Some.OAuthError(code), status);
        var client = server.Client();

        await client.ExchangeCodeAsync(AuthorizationCode.From("c"), The.RedirectUri);
        await client.RefreshAsync(RefreshToken.From(The.Refresh));
        await client.RevokeAsync(AccessToken.From(The.Token));

        Assert.Equal((3, 0), (server.Requests.Count, server.Unspent));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("{}")]
    [InlineData("""{"error":""}""")]
    public async Task A_revocation_is_an_empty_answer_of_either_kind(string body)
    {
        var server = new ScriptedServer().Answers(body);

        var result = await server.Client().RevokeAsync(AccessToken.From(The.Token));

        Assert.Equal(The.Now, result.Value?.RevokedAt);
        Assert.Equal("https://open.tiktokapis.com/v2/oauth/revoke/", server.Requests.Single().Address);
        Assert.Equal(["client_key", "client_secret", "token"], server.Requests.Single().Form.Keys);
    }

    [Fact]
    public async Task A_refused_revocation_is_a_refusal() =>
        Assert.Equal("invalid_request", (await new ScriptedServer().Answers(Some.OAuthError("invalid_request")).Client().RevokeAsync(AccessToken.From(The.Token))).Error?.Code);

    [Fact]
    public async Task An_empty_answer_with_a_bad_status_is_no_revocation()
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(
            () => new ScriptedServer().Answers("", 502).Client().RevokeAsync(AccessToken.From(The.Token)));

        Assert.Equal((TikTokProtocolFailure.Status, 502, TikTokOutcome.Ambiguous), (exception.Kind, exception.Status, exception.Outcome));
    }

    [Fact]
    public async Task The_apps_own_token_needs_no_user()
    {
        var server = new ScriptedServer().Answers("""{"access_token":"clt.x","expires_in":7200,"token_type":"Bearer"}""");

        var token = (await server.Client().GetClientTokenAsync()).Value;

        Assert.Equal(("clt.x", The.Now.AddHours(2)), (token?.AccessToken.Reveal(), token?.ExpiresAt));
        Assert.Equal("client_credentials", server.Requests.Single().Form["grant_type"]);
    }

    private static Task<TikTokResult<TikTokTokens>> Exchange(ScriptedServer server) =>
        server.Client().ExchangeCodeAsync(AuthorizationCode.From("c"), The.RedirectUri);
}
