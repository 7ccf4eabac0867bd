namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Token answers with HTTP 200 that are not what they should be.</summary>
public sealed class TokenAnswerTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const string Whole =
        """{"access_token":"act.new!1.va","expires_in":7200,"open_id":"-000someone","refresh_expires_in":15552000,"refresh_token":"rft.new!1.va","scope":"user.info.basic","token_type":"Bearer"}""";

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("{}", "open_id")]
    [InlineData("""{"access_token":"act.new!1.va","expires_in":7200,"open_id":"","token_type":"Bearer"}""", "open_id")]
    [InlineData("""{"access_token":"act.new!1.va","expires_in":7200,"open_id":" ","token_type":"Bearer"}""", "open_id")]
    [InlineData("""{"access_token":"act.new!1.va","expires_in":7200,"open_id":null,"token_type":"Bearer"}""", "open_id")]
    [InlineData("""{"access_token":"","expires_in":7200,"open_id":"-000someone","token_type":"Bearer"}""", "access_token")]
    [InlineData("""{"access_token":"act.new!1.va","open_id":"-000someone","token_type":"Bearer"}""", "expires_in")]
    [InlineData("""{"access_token":"act.new!1.va","expires_in":-1,"open_id":"-000someone","token_type":"Bearer"}""", "expires_in")]
    [InlineData("""{"access_token":"act.new!1.va","expires_in":7200,"open_id":"-000someone","token_type":"mac"}""", "token_type")]
    [InlineData("""{"data":{"access_token":"act.new!1.va","expires_in":7200,"open_id":"-000someone"},"message":"success"}""", "open_id")]
    [InlineData("""{"error":42}""", "error")]
    [InlineData("""{"error":{}}""", "error.code")]
    [InlineData("", Failure.Body)]
    [InlineData("null", Failure.Body)]
    [InlineData("""{"open_id":"-000someone","open_id":"-000another"}""", Failure.Body)]
    public async Task Half_an_answer_is_no_tokens_and_may_have_spent_what_was_sent(string body, string word)
    {
        var tokens = await rig.SignInAsync();
        var grant = await rig.CodeAsync();
        await rig.FaultAsync("token", "body", 2, 200, body);
        await rig.ForgetRequestsAsync();
        var client = rig.Client();

        var exchange = await Failure.OfAsync(rig, TikTokEndpoint.Exchange, client.ExchangeCodeAsync(grant.Code, Rig.RedirectUri, grant.Verifier));
        var refresh = await Failure.OfAsync(rig, TikTokEndpoint.Refresh, client.RefreshAsync(tokens.RefreshToken!)); // the emulator always gives one

        Assert.All([exchange, refresh], failure =>
        {
            Assert.Equal((word, TikTokOutcome.Ambiguous), (failure?.Word, failure?.Outcome));
            Assert.Equal(34, failure?.LogId?.Length);
        });
        Assert.Equal(2, (await rig.RequestsAsync()).Count);
    }

    [Fact]
    public async Task Without_scope_the_granted_set_is_empty()
    {
        var tokens = await RefreshedAsync(Whole.Replace("\"scope\":\"user.info.basic\",", "", StringComparison.Ordinal));

        Assert.Equal(TikTokScopes.None, tokens?.Scopes);
    }

    [Fact]
    public async Task Another_users_open_id_is_given_as_it_came_so_that_the_caller_can_tell()
    {
        var mine = await rig.SignInAsync();

        var tokens = await RefreshedAsync(Whole);

        Assert.Equal("-000someone", tokens?.OpenId);
        Assert.NotEqual(mine.OpenId, tokens?.OpenId);
    }

    [Fact]
    public async Task Numbers_as_text_pass_and_what_is_unknown_is_kept_unless_it_is_a_secret()
    {
        var body = Whole
            .Replace("7200", "\"7200\"", StringComparison.Ordinal)
            .Replace("{", "{\"captcha\":\"\",\"id_token\":\"x\",\"note\":\"act.new!1.va\",", StringComparison.Ordinal);

        var tokens = await RefreshedAsync(body);

        Assert.Equal(TimeSpan.FromHours(2), tokens?.ExpiresIn);
        Assert.Equal(["captcha"], tokens?.AdditionalFields.Keys);
    }

    [Fact]
    public async Task Without_a_new_refresh_token_there_is_none_and_the_deadline_is_unknown()
    {
        var tokens = await RefreshedAsync("""{"access_token":"act.new!1.va","expires_in":7200,"open_id":"-000someone"}""");

        Assert.Null(tokens?.RefreshToken);
        Assert.Equal((null, "Bearer"), (tokens?.RefreshExpiresAt, tokens?.TokenType));
    }

    private async Task<TikTokTokens?> RefreshedAsync(string body)
    {
        await rig.FaultAsync("token", "body", 1, 200, body);
        return (await rig.Client().RefreshAsync(RefreshToken.From(The.Refresh))).Value;
    }
}
