namespace Tokgate.TikTok.Tests;

public sealed class QrCodeTests
{
    private const string Created = """{"scan_qrcode_url":"aweme://authorize?authType=100\u0026client_key=aw1\u0026client_ticket=tobefilled\u0026scope=x","token":"ABC123"}""";

    private static readonly TikTokQrCode s_code = new() { Content = "aweme://x", Token = QrCodeToken.From("ABC123"), ClientTicket = "ticket-1", State = "state-1" };

    private readonly ManualTime _time = new(wait => wait != The.Options().Timeout);

    [Fact]
    public async Task A_created_code_carries_a_fresh_ticket()
    {
        var server = new ScriptedServer().Answers(Created).Answers(Created);
        var client = server.Client();

        var first = (await client.CreateQrCodeAsync(TikTokScopes.Of("user.info.basic", "video.list"), "state-1")).Value;
        var second = (await client.CreateQrCodeAsync(TikTokScopes.Of("user.info.basic"), "state-2")).Value;

        Assert.NotNull(first);
        Assert.Equal($"aweme://authorize?authType=100&client_key=aw1&client_ticket={first.ClientTicket}&scope=x", first.Content);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", first.ClientTicket);
        Assert.NotEqual(first.ClientTicket, second?.ClientTicket);
        Assert.Equal("ABC123", first.Token.Reveal());
        Assert.Equal("https://open.tiktokapis.com/v2/oauth/get_qrcode/", server.Requests[0].Address);
        Assert.Equal(
            new Dictionary<string, string> { ["client_key"] = The.ClientKey, ["scope"] = "user.info.basic,video.list", ["state"] = "state-1" },
            server.Requests[0].Form);
    }

    [Theory]
    [InlineData("""{"scan_qrcode_url":"aweme://authorize?x=1","token":"T"}""", "scan_qrcode_url")]
    [InlineData("""{"token":"T"}""", "scan_qrcode_url")]
    [InlineData("""{"scan_qrcode_url":"aweme://authorize?client_ticket=tobefilled"}""", "token")]
    public async Task A_code_without_a_place_for_the_ticket_is_not_shown(string body, string field)
    {
        var client = new ScriptedServer().Answers(body).Client();

        Assert.Equal(field, (await Assert.ThrowsAsync<TikTokProtocolException>(() => client.CreateQrCodeAsync(The.Everything, "s"))).Field);
    }

    [Theory]
    [InlineData("new", "", TikTokQrCodeStatus.New)]
    [InlineData("scanned", "ticket-1", TikTokQrCodeStatus.Scanned)]
    [InlineData("expired", "", TikTokQrCodeStatus.Expired)]
    [InlineData("utilised", "ticket-1", TikTokQrCodeStatus.Utilised)]
    [InlineData("refused_by_user", "ticket-1", TikTokQrCodeStatus.Unknown)]
    public async Task A_look_tells_the_status_and_keeps_an_unknown_one(string text, string ticket, TikTokQrCodeStatus status)
    {
        var server = new ScriptedServer().Answers(Answer(text, ticket));

        var check = (await server.Client().CheckQrCodeAsync(s_code)).Value;

        Assert.Equal((status, text), (check?.Status, check?.StatusText));
        Assert.Null(check?.Code);
        Assert.Equal(["client_key", "client_secret", "token"], server.Requests.Single().Form.Keys);
    }

    [Theory]
    [InlineData("\"redirect_uri\":\"https://app.example/cb?code=a%2A1%216410.va\\u0026scopes=user.info.basic%2Cvideo.list\\u0026state=state-1\"", "https://app.example/cb", "user.info.basic,video.list")]
    [InlineData("\"code\":\"https://app.example/cb/?code=a%2A1%216410.va\"", "https://app.example/cb/", "")]
    [InlineData("\"code\":\"a*1!6410.va\"", null, "")]
    [InlineData("\"code\":\"a*1!6410.va\",\"redirect_uri\":\"https://app.example/cb\"", "https://app.example/cb", "")]
    [InlineData("\"code\":\"https://app.example/cb?code=wrong\",\"redirect_uri\":\"https://app.example/cb?x=1\\u0026code=a%2A1%216410.va#f\"", "https://app.example/cb", "")]
    public async Task The_code_is_found_in_either_shape_and_decoded_once(string members, string? redirectUri, string scopes)
    {
        var check = (await new ScriptedServer().Answers(Answer("confirmed", "ticket-1", $",\"state\":\"state-1\",{members}")).Client().CheckQrCodeAsync(s_code)).Value;

        Assert.Equal(("a*1!6410.va", redirectUri, scopes), (check?.Code?.Reveal(), check?.RedirectUri, check?.GrantedScopes.ToString()));
        Assert.True(check?.IsFinal);
    }

    [Theory]
    [InlineData("scanned", "ticket-2", "", "client_ticket")]
    [InlineData("confirmed", "ticket-2", ",\"code\":\"c\"", "client_ticket")]
    [InlineData("confirmed", "", ",\"code\":\"c\"", "client_ticket")]
    [InlineData("confirmed", "ticket-1", ",\"code\":\"c\",\"state\":\"state-2\"", "state")]
    [InlineData("confirmed", "ticket-1", "", "code")]
    [InlineData("confirmed", "ticket-1", ",\"code\":\"https://app.example/cb?error=access_denied\"", "code")]
    [InlineData("", "ticket-1", "", "status")]
    public async Task Another_ticket_or_state_signs_nobody_in(string status, string ticket, string members, string field)
    {
        var client = new ScriptedServer().Answers(Answer(status, ticket, members)).Client(_time);

        Assert.Equal(field, (await Assert.ThrowsAsync<TikTokProtocolException>(() => client.WaitForQrCodeAsync(s_code))).Field);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Waiting_looks_until_the_code_is_there()
    {
        var server = new ScriptedServer()
            .Answers(Answer("new", "")).Answers(Answer("scanned", "ticket-1")).Answers(Answer("novelty", "ticket-1"))
            .Answers(Answer("confirmed", "ticket-1", ",\"code\":\"c\""));

        var result = await server.Client(_time).WaitForQrCodeAsync(s_code);

        Assert.Equal("c", result.Value?.Code?.Reveal());
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(2), 3), _time.Waits);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("utilised")]
    public async Task Waiting_ends_when_nothing_more_can_come(string status)
    {
        var result = await new ScriptedServer().Answers(Answer(status, "")).Client(_time).WaitForQrCodeAsync(s_code);

        Assert.True(result.Value?.IsFinal);
    }

    [Fact]
    public async Task Waiting_ends_at_its_limit_with_the_last_look()
    {
        var server = new ScriptedServer();
        for (var i = 0; i < 4; i++)
        {
            server.Answers(Answer("new", ""));
        }

        var polling = new TikTokQrCodePolling { Interval = TimeSpan.FromSeconds(3), Limit = TimeSpan.FromSeconds(10) };
        var result = await server.Client(_time).WaitForQrCodeAsync(s_code, polling);

        Assert.Equal((TikTokQrCodeStatus.New, false, 0), (result.Value?.Status, result.Value?.IsFinal, server.Unspent));
    }

    [Fact]
    public async Task Waiting_rides_out_two_failures_but_not_three()
    {
        var passing = new ScriptedServer()
            .Throws(new HttpRequestException()).Answers("<html>", 502).Answers(Some.OAuthError("rate_limit_exceeded"), 429, ("Retry-After", "5")).Answers(Answer("expired", ""));
        var failing = new ScriptedServer().Throws(new HttpRequestException()).Throws(new HttpRequestException()).Throws(new HttpRequestException());

        Assert.Equal(TikTokQrCodeStatus.Expired, (await passing.Client(_time).WaitForQrCodeAsync(s_code)).Value?.Status);
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)], _time.Waits);
        await Assert.ThrowsAsync<HttpRequestException>(() => failing.Client(_time).WaitForQrCodeAsync(s_code));
    }

    [Fact]
    public async Task A_refusal_ends_the_wait() =>
        Assert.Equal("invalid_client", (await new ScriptedServer().Answers(Some.OAuthError("invalid_client")).Client(_time).WaitForQrCodeAsync(s_code)).Error?.Code);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(2, 1)]
    [InlineData(2, 4000)]
    public async Task Polling_is_bounded(int interval, int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new ScriptedServer().Client(_time).WaitForQrCodeAsync(
            s_code, new TikTokQrCodePolling { Interval = TimeSpan.FromSeconds(interval), Limit = TimeSpan.FromSeconds(limit) }));

    private static string Answer(string status, string ticket, string members = "") =>
        $$"""{"status":"{{status}}","client_ticket":"{{ticket}}"{{members}}}""";
}
