using System.Text.Json;

namespace Tokgate.TikTok.Tests.Douyin;

public sealed class DouyinClientTests
{
    private const string Tokens = """
        {"data":{"access_token":"act.never-to-be-seen","captcha":"","desc_url":"","description":"","error_code":0,"expires_in":1296000,"log_id":"20261122080000ABCDEF","open_id":"_000abc","refresh_expires_in":2592000,"refresh_token":"rft.never-to-be-seen","scope":"user_info,friend_relation"},"message":"success"}
        """;

    [Fact]
    public async Task An_exchange_sends_the_secret_and_no_redirect_uri()
    {
        var server = new ScriptedServer().Answers(Tokens);

        await Client(server).ExchangeCodeAsync(AuthorizationCode.From("a*1!2"));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "https://open.douyin.com/oauth/access_token/", "application/x-www-form-urlencoded"), (request.Method, request.Address, request.ContentType));
        Assert.Equal(
            new Dictionary<string, string> { ["client_key"] = The.ClientKey, ["client_secret"] = The.Secret, ["code"] = "a*1!2", ["grant_type"] = "authorization_code" },
            request.Form);
    }

    [Fact]
    public async Task A_refresh_sends_no_secret()
    {
        var server = new ScriptedServer().Answers(Tokens);

        await Client(server).RefreshAsync(RefreshToken.From(The.Refresh));

        Assert.Equal("https://open.douyin.com/oauth/refresh_token/", server.Requests.Single().Address);
        Assert.Equal(["client_key", "grant_type", "refresh_token"], server.Requests.Single().Form.Keys);
    }

    [Fact]
    public async Task A_renewal_sends_key_and_token_and_reads_the_refresh_tokens_lifetime_from_expires_in()
    {
        var server = new ScriptedServer().Answers("""{"data":{"description":"","error_code":0,"expires_in":"2592000","refresh_token":"rft.new"},"message":"success"}""");

        var renewed = (await Client(server).RenewRefreshTokenAsync(RefreshToken.From(The.Refresh))).Value;

        Assert.Equal(("rft.new", The.Now.AddDays(30)), (renewed?.RefreshToken.Reveal(), renewed?.ExpiresAt));
        Assert.Equal("https://open.douyin.com/oauth/renew_refresh_token/", server.Requests.Single().Address);
        Assert.Equal(["client_key", "refresh_token"], server.Requests.Single().Form.Keys);
    }

    [Fact]
    public async Task The_apps_own_token_is_asked_for_in_json_and_the_singular()
    {
        var server = new ScriptedServer().Answers("""{"data":{"access_token":"clt.x","description":"","error_code":"0","expires_in":"7200"},"message":"success"}""");

        var token = (await Client(server).GetClientTokenAsync()).Value;

        Assert.Equal(("clt.x", The.Now.AddHours(2)), (token?.AccessToken.Reveal(), token?.ExpiresAt));
        var request = server.Requests.Single();
        Assert.Equal(("https://open.douyin.com/oauth/client_token/", "application/json"), (request.Address, request.ContentType));
        Assert.Equal("client_credential", JsonDocument.Parse(request.Body!).RootElement.GetProperty("grant_type").GetString()); // it was sent with one
    }

    [Fact]
    public async Task A_user_is_asked_for_in_a_form_and_every_field_is_read()
    {
        var server = new ScriptedServer().Answers("""
            {"data":{"avatar":"https://p.example/a.jpeg","client_key":"awx","description":"","e_account_role":"EAccountM","error_code":0,"nickname":"张伟","open_id":"_000abc","union_id":"u-1","city":"上海"},"err_no":0,"err_msg":"","log_id":"L5"}
            """);

        var result = await Client(server).GetUserAsync(AccessToken.From(The.Token), "_000abc");

        var user = result.Value!; // read below, and asserted on
        Assert.Equal(("_000abc", "u-1", "张伟", "https://p.example/a.jpeg", "EAccountM", "L5"), (user.OpenId, user.UnionId, user.Nickname, user.Avatar, user.BusinessRole, result.LogId));
        Assert.Equal(["city"], user.AdditionalFields.Keys);
        Assert.Equal("https://open.douyin.com/oauth/userinfo/", server.Requests.Single().Address);
        Assert.Equal(["access_token", "open_id"], server.Requests.Single().Form.Keys);
    }

    [Theory]
    [InlineData("\"union_id\":\"\",\"e_account_role\":\"<nil>\"")]
    [InlineData("\"nickname\":\"x\"")]
    public async Task What_Douyin_does_not_know_of_a_user_is_null(string members)
    {
        var user = (await Client(new ScriptedServer().Answers($$$"""{"data":{"open_id":"_000abc","error_code":"0",{{{members}}}}}""")).GetUserAsync(AccessToken.From(The.Token), "_000abc")).Value;

        Assert.Equal((null, null), (user?.UnionId, user?.BusinessRole));
    }

    [Theory]
    [InlineData("1296000", "\"1296000\"")]
    [InlineData("\"error_code\":0", "\"error_code\":\"0\"")]
    [InlineData("\"error_code\":0,", "")]
    [InlineData("\"message\":\"success\"", "\"message\":\"<nil>\"")]
    [InlineData("\"message\"", "\"err_no\":0,\"err_msg\":\"\",\"message\"")]
    public async Task Numbers_written_as_strings_and_either_shape_are_read(string replace, string with)
    {
        var changed = Tokens.Replace(replace, with, StringComparison.Ordinal);
        Assert.NotEqual(Tokens, changed);

        var result = await ExchangeAsync(new ScriptedServer().Answers(changed));

        Assert.Equal((The.Now.AddDays(15), The.Now.AddDays(30)), (result.Value?.ExpiresAt, result.Value?.RefreshExpiresAt));
        Assert.Equal(("_000abc", "user_info,friend_relation", "20261122080000ABCDEF"), (result.Value?.OpenId, result.Value?.Scopes.ToString(), result.LogId));
        Assert.Empty(result.Value!.AdditionalFields); // asserted above
    }

    [Theory]
    [InlineData(10002, "invalid_request", TikTokOutcome.Terminal)]
    [InlineData(10003, "invalid_client", TikTokOutcome.Terminal)]
    [InlineData(10004, "unauthorized_client", TikTokOutcome.Terminal)]
    [InlineData(10005, "invalid_request", TikTokOutcome.Terminal)]
    [InlineData(10007, "invalid_grant", TikTokOutcome.Terminal)]
    [InlineData(10010, "invalid_grant", TikTokOutcome.Terminal)]
    [InlineData(10013, "invalid_client", TikTokOutcome.Terminal)]
    [InlineData(10020, "rate_limit_exceeded", TikTokOutcome.Retryable)]
    [InlineData(28003018, "rate_limit_exceeded", TikTokOutcome.Retryable)]
    [InlineData(2100004, "internal_error", TikTokOutcome.Ambiguous)]
    [InlineData(29002002, "29002002", TikTokOutcome.Terminal)]
    public async Task A_number_becomes_TikToks_word_and_outcome(long number, string code, TikTokOutcome outcome)
    {
        foreach (var written in new[] { $"{number}", $"\"{number}\"" })
        {
            var error = (await ExchangeAsync(new ScriptedServer().Answers($$"""{"data":{"description":"出错","error_code":{{written}}},"extra":{"logid":"L6","now":1},"message":"error"}"""))).Error;

            Assert.Equal((code, number, outcome, "出错", "L6", 200), (error?.Code, error?.Number, error?.Outcome, error?.Description, error?.LogId, error?.Status));
        }
    }

    [Theory]
    [InlineData(28001003, "access_token_invalid", true, false)]
    [InlineData(28001008, "access_token_invalid", true, false)]
    [InlineData(10008, "access_token_invalid", true, false)]
    [InlineData(2190002, "access_token_invalid", true, false)]
    [InlineData(2190008, "access_token_invalid", true, false)]
    [InlineData(28001012, "scope_not_authorized", false, true)]
    public async Task A_refused_token_and_a_missing_scope_are_told_apart_in_either_shape(long number, string code, bool isTokenInvalid, bool isScopeMissing)
    {
        string[] bodies = [$$$"""{"data":{"error_code":{{{number}}},"description":"x"}}""", $$"""{"err_no":{{number}},"err_msg":"x","log_id":"L7"}""", $$"""{"data":{"error_code":0},"err_no":"{{number}}","err_msg":"x"}"""];
        foreach (var body in bodies)
        {
            var error = (await Client(new ScriptedServer().Answers(body)).GetUserAsync(AccessToken.From(The.Token), "_000abc")).Error;

            Assert.Equal((code, isTokenInvalid, isScopeMissing, "x"), (error?.Code, error?.IsAccessTokenInvalid, error?.IsScopeMissing, error?.Description));
        }
    }

    [Fact]
    public async Task The_limit_of_renewals_is_not_mistaken_for_a_rate_limit()
    {
        var server = new ScriptedServer().Answers("""{"data":{"description":"超过刷新次数限制","error_code":10020},"message":"error"}""");

        var error = (await Client(server).RenewRefreshTokenAsync(RefreshToken.From(The.Refresh))).Error;

        Assert.Equal((TikTokErrorCodes.RenewalLimitReached, TikTokOutcome.Terminal, false, false), (error?.Code, error?.Outcome, error?.IsRateLimited, error?.IsReauthenticationRequired));
    }

    [Fact]
    public async Task Only_what_Douyin_may_have_spent_is_ambiguous_when_no_answer_comes()
    {
        var server = new ScriptedServer().Answers("<html>", 502).Answers("<html>", 502).Answers("<html>", 502);
        var client = Client(server);

        var exchange = await Assert.ThrowsAsync<TikTokProtocolException>(() => client.ExchangeCodeAsync(AuthorizationCode.From("c")));
        var refresh = await Assert.ThrowsAsync<TikTokProtocolException>(() => client.RefreshAsync(RefreshToken.From(The.Refresh)));
        var renewal = await Assert.ThrowsAsync<TikTokProtocolException>(() => client.RenewRefreshTokenAsync(RefreshToken.From(The.Refresh)));

        Assert.Equal((TikTokOutcome.Ambiguous, TikTokOutcome.Retryable, TikTokOutcome.Ambiguous), (exchange.Outcome, refresh.Outcome, renewal.Outcome));
        Assert.Contains("Douyin answered DouyinExchange", exchange.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("{}", "data")]
    [InlineData("""{"data":{},"message":"error"}""", "data.error_code")]
    [InlineData("""{"data":{"error_code":"soon"}}""", "error_code")]
    [InlineData("""{"data":{"error_code":0,"access_token":"act.x","expires_in":1},"message":"success"}""", "open_id")]
    [InlineData("""{"data":{"error_code":0,"open_id":"o","access_token":"act.x"},"message":"success"}""", "expires_in")]
    public async Task An_answer_that_says_neither_yes_nor_no_is_not_accepted(string body, string field)
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(() => ExchangeAsync(new ScriptedServer().Answers(body)));

        Assert.Equal((TikTokProtocolFailure.Field, field, TikTokEndpoint.DouyinExchange), (exception.Kind, exception.Field, exception.Endpoint));
    }

    [Fact]
    public async Task The_profile_is_asked_for_again_when_Douyin_is_busy()
    {
        var server = new ScriptedServer().Answers("""{"data":{"error_code":2100004,"description":"系统繁忙"}}""").Answers("""{"data":{"open_id":"_000abc","error_code":0}}""");

        var result = await Client(server, new ManualTime(static wait => wait < TimeSpan.FromSeconds(5))).GetUserAsync(AccessToken.From(The.Token), "_000abc");

        Assert.True(result.IsSuccess);
    }

    [Fact]
    public void The_options_say_everything_that_is_wrong_at_once()
    {
        var options = new DouyinClientOptions { Endpoints = DouyinEndpoints.At(new Uri("http://open.douyin.com/oauth/")), Timeout = TimeSpan.Zero };

        var refusal = Assert.Throws<TikTokConfigurationException>(() => new DouyinClient(new HttpClient(), options));

        Assert.Equal(["TTK1060", "TTK1060", "TTK1003", "TTK1004"], refusal.Problems.Select(static problem => problem.Id));
    }

    private static DouyinClient Client(ScriptedServer server, TimeProvider? time = null) => new(
        new HttpClient(server, disposeHandler: false),
        new DouyinClientOptions { ClientKey = The.ClientKey, ClientSecret = ClientSecret.From(The.Secret) },
        time ?? new ManualTime());

    private static Task<TikTokResult<TikTokTokens>> ExchangeAsync(ScriptedServer server) => Client(server).ExchangeCodeAsync(AuthorizationCode.From("c"));
}
