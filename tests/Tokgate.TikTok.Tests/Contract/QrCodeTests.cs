namespace Tokgate.TikTok.Tests.Contract;

public sealed class QrCodeTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private static readonly TikTokQrCodePolling s_polling = new() { Interval = TimeSpan.FromMilliseconds(500), Limit = TimeSpan.FromMinutes(3) };

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_goes_from_new_to_scanned_to_confirmed_once_and_signs_in(bool codeIsAddress)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { qr_code_is_url = codeIsAddress });
        var client = rig.Client();
        var qr = await rig.QrCodeAsync();

        Assert.Equal(TikTokQrCodeStatus.New, (await client.CheckQrCodeAsync(qr)).Value?.Status);
        await ScanAsync(qr, "scan");
        Assert.Equal(TikTokQrCodeStatus.Scanned, (await client.CheckQrCodeAsync(qr)).Value?.Status);
        await ScanAsync(qr, "confirm");
        var confirmed = (await client.CheckQrCodeAsync(qr)).Value;
        var after = (await client.CheckQrCodeAsync(qr)).Value;

        Assert.Equal((TikTokQrCodeStatus.Confirmed, Rig.RedirectUri, Rig.AllScopes), (confirmed?.Status, confirmed?.RedirectUri, confirmed?.GrantedScopes));
        Assert.Equal((TikTokQrCodeStatus.Utilised, null), (after?.Status, after?.Code));
        var tokens = rig.Keep((await client.ExchangeCodeAsync(confirmed!.Code!, confirmed.RedirectUri!)).Value); // confirmed, as asserted
        Assert.Equal("creator_full", (await client.GetUserAsync(tokens!.AccessToken, tokens.Scopes)).Value?.Username); // a refusal has no user, and fails here
    }

    [Fact]
    public async Task No_secret_is_sent_for_a_code_and_one_is_to_look_at_it()
    {
        await rig.ForgetRequestsAsync();
        var qr = await rig.QrCodeAsync();
        await rig.Client().CheckQrCodeAsync(qr);

        var forms = (await rig.RequestsAsync()).Select(request => request.GetProperty("form").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal([["client_key", "scope", "state"], ["client_key", "client_secret", "token"]], forms);
        Assert.Contains($"client_ticket={qr.ClientTicket}", qr.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("tobefilled", qr.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_with_the_code_however_it_is_disturbed()
    {
        var qr = await rig.QrCodeAsync();
        await rig.FaultAsync("check_qrcode", "status", 1, 503);
        await rig.FaultAsync("check_qrcode", "cut_before", 2);
        await rig.FaultAsync("check_qrcode", "rate_limit", retryAfter: 1);
        await rig.FaultAsync("check_qrcode", "html");
        await ScanAsync(qr, "confirm");

        var time = new ManualTime(wait => wait != The.Options().Timeout);
        var confirmed = await rig.Client(time: time, isKept: false).WaitForQrCodeAsync(qr, s_polling);

        Assert.Equal(TikTokQrCodeStatus.Confirmed, confirmed.Value?.Status);
        Assert.NotNull(confirmed.Value?.Code);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_of_TikToks_own_does_not_end_the_wait(int status)
    {
        var qr = await rig.QrCodeAsync();
        await rig.FaultAsync("check_qrcode", "status", 5, status);
        await ScanAsync(qr, "confirm");

        Assert.Equal(TikTokQrCodeStatus.Confirmed, (await WaitAsync(qr))?.Status);
    }

    [Fact]
    public async Task Waiting_ends_with_the_truth_when_the_answer_with_the_code_was_lost()
    {
        var qr = await rig.QrCodeAsync();
        await ScanAsync(qr, "confirm");
        await rig.FaultAsync("check_qrcode", "cut_after");

        var end = await WaitAsync(qr);

        Assert.Equal((TikTokQrCodeStatus.Utilised, null), (end?.Status, end?.Code));
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("expire")]
    public async Task A_code_turned_down_or_too_old_ends_the_wait(string action)
    {
        var qr = await rig.QrCodeAsync();
        await ScanAsync(qr, action);

        Assert.Equal(TikTokQrCodeStatus.Expired, (await WaitAsync(qr))?.Status);
    }

    [Fact]
    public async Task A_code_dies_of_age()
    {
        var qr = await rig.QrCodeAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(TikTokQrCodeStatus.Expired, (await WaitAsync(qr))?.Status);
    }

    [Fact]
    public async Task A_code_that_nobody_scans_is_looked_at_until_the_limit()
    {
        var qr = await rig.QrCodeAsync();
        await rig.ForgetRequestsAsync();

        var end = await WaitAsync(qr, new TikTokQrCodePolling { Interval = TimeSpan.FromSeconds(2), Limit = TimeSpan.FromSeconds(20) });

        Assert.Equal((TikTokQrCodeStatus.New, false), (end?.Status, end?.IsFinal));
        Assert.Equal(11, (await rig.RequestsAsync()).Count);
    }

    [Fact]
    public async Task Three_lost_answers_in_a_row_are_handed_to_the_caller()
    {
        var qr = await rig.QrCodeAsync();
        await rig.FaultAsync("check_qrcode", "cut_before", 10);
        await rig.ForgetRequestsAsync();

        var failure = await Failure.OfAsync(
            rig, TikTokEndpoint.CheckQrCode, rig.Client(time: new ManualTime(wait => wait != The.Options().Timeout), isKept: false).WaitForQrCodeAsync(qr, s_polling));

        Assert.Equal((Failure.Transport, TikTokOutcome.Ambiguous), (failure?.Word, failure?.Outcome));
        Assert.Equal(3, (await rig.RequestsAsync()).Count);
    }

    [Fact]
    public async Task A_scan_of_somebody_elses_code_signs_nobody_in()
    {
        var mine = await rig.QrCodeAsync();
        var content = mine.Content.Replace(mine.ClientTicket, "another-ticket", StringComparison.Ordinal);
        await rig.Emulator.PostAsync("/_emulator/qr", new { scan_url = content, user = "creator_full", action = "confirm" });

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.CheckQrCode, rig.Client().CheckQrCodeAsync(mine));

        Assert.Equal(("client_ticket", TikTokOutcome.Ambiguous), (failure?.Word, failure?.Outcome));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    [Theory]
    [InlineData("""{"client_ticket":"{ticket}","status":"confirmed","code":"a*0!1.va","state":"another-state"}""", "state")]
    [InlineData("""{"client_ticket":"{ticket}","status":"confirmed","state":"state-1"}""", "code")]
    [InlineData("""{"client_ticket":"","status":"confirmed","code":"a*0!1.va","state":"state-1"}""", "client_ticket")]
    [InlineData("""{"client_ticket":"{ticket}"}""", "status")]
    [InlineData("{}", "status")]
    public async Task A_look_that_cannot_be_ours_signs_nobody_in(string body, string field)
    {
        var qr = await rig.QrCodeAsync();
        await rig.FaultAsync("check_qrcode", "body", 1, 200, body.Replace("{ticket}", qr.ClientTicket, StringComparison.Ordinal));
        await rig.ForgetRequestsAsync();

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.CheckQrCode, rig.Client(time: new ManualTime(_ => false)).WaitForQrCodeAsync(qr, s_polling));

        Assert.Equal((field, TikTokOutcome.Ambiguous), (failure?.Word, failure?.Outcome));
        Assert.Single(await rig.RequestsAsync());
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task A_scope_that_the_app_does_not_have_is_refused(string statuses, int status)
    {
        await SetStatusesAsync(statuses);

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.CreateQrCode, rig.Client().CreateQrCodeAsync(TikTokScopes.Of("user.info.basic", "video.publish"), "state-1"));

        Is(failure, "invalid_scope", status);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task An_app_that_is_not_approved_gets_no_code(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        await rig.Emulator.PutAsync("/_emulator/apps/" + Emulator.TikTokEmulator.ProductionClientKey, new { status = "draft" });
        var client = rig.Client(options => options.ClientKey = Emulator.TikTokEmulator.ProductionClientKey);

        Is(await Failure.OfAsync(rig, TikTokEndpoint.CreateQrCode, client.CreateQrCodeAsync(Rig.AllScopes, "state-1")), "unauthorized_client", status);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 401)]
    public async Task An_unknown_key_and_a_wrong_secret_are_refused(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        var qr = await rig.QrCodeAsync();

        var stranger = rig.Client(options => options.ClientKey = "awnobody");
        Is(await Failure.OfAsync(rig, TikTokEndpoint.CreateQrCode, stranger.CreateQrCodeAsync(Rig.AllScopes, "state-1")), "invalid_client", status);
        var mistaken = rig.Client(options => options.ClientSecret = ClientSecret.From("another-secret"));
        Is(await Failure.OfAsync(rig, TikTokEndpoint.CheckQrCode, mistaken.CheckQrCodeAsync(qr)), "invalid_client", status);
    }

    [Fact]
    public async Task A_code_that_TikTok_does_not_know_is_refused_and_ends_the_wait()
    {
        var qr = await rig.QrCodeAsync();
        await rig.Emulator.ResetAsync();
        await rig.ForgetRequestsAsync();

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.CheckQrCode, rig.Client(time: new ManualTime(_ => false)).WaitForQrCodeAsync(qr, s_polling));

        Is(failure, "invalid_request", 200);
        Assert.Single(await rig.RequestsAsync());
    }

    [Theory]
    [InlineData("""{"scan_qrcode_url":"aweme://authorize?client_ticket=mine","token":"T"}""", "scan_qrcode_url")]
    [InlineData("""{"scan_qrcode_url":"aweme://authorize?client_ticket=tobefilled","token":""}""", "token")]
    [InlineData("{}", "scan_qrcode_url")]
    public async Task A_code_without_a_place_for_the_ticket_or_without_a_handle_is_none(string body, string field)
    {
        await rig.FaultAsync("get_qrcode", "body", 1, 200, body);

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.CreateQrCode, rig.Client().CreateQrCodeAsync(Rig.AllScopes, "state-1"));

        Assert.Equal(field, failure?.Word);
    }

    private static void Is(Failure? failure, string code, int status)
    {
        Assert.Equal((code, TikTokOutcome.Terminal, status), (failure?.Word, failure?.Outcome, failure?.Status));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    private Task ScanAsync(TikTokQrCode qr, string action) =>
        rig.Emulator.PostAsync("/_emulator/qr", new { scan_url = qr.Content, user = "creator_full", action });

    // A clock whose waits are over at once; the time-out of a request never comes.
    private async Task<TikTokQrCodeCheck?> WaitAsync(TikTokQrCode qr, TikTokQrCodePolling? polling = null) =>
        (await rig.Client(time: new ManualTime(wait => wait != The.Options().Timeout)).WaitForQrCodeAsync(qr, polling ?? s_polling)).Value;

    private Task SetStatusesAsync(string statuses) => rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
}
