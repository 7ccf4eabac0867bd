namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Every code that TikTok documents (https://developers.tiktok.com/doc/oauth-error-handling, .../tiktok-api-v2-error-handling), at every call it can meet.</summary>
public sealed class ErrorCodeTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const string LogId = "202206221854370101130062072500FFA2";

    private static readonly string[] s_oauthCodes =
    [
        "access_denied", "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client", "unsupported_grant_type",
        "unsupported_response_type", "server_error", "temporarily_unavailable", "a_code_of_tomorrow",
    ];

    private static readonly Dictionary<string, int> s_apiCodes = new()
    {
        ["access_token_invalid"] = 401,
        ["scope_not_authorized"] = 401,
        ["scope_permission_missed"] = 400,
        ["invalid_params"] = 400,
        ["invalid_file_upload"] = 400,
        ["rate_limit_exceeded"] = 429,
        ["internal_error"] = 500,
        ["a_code_of_tomorrow"] = 418,
    };

    public static TheoryData<string, string> OAuthCodes => Call.With(s_oauthCodes, call => call.Repetition != Repetition.Ours);

    public static TheoryData<string, string> ApiCodes => Call.With(s_apiCodes.Keys, call => call.Repetition == Repetition.Ours);

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(OAuthCodes))]
    public async Task An_OAuth_error_means_the_same_with_any_status_and_is_never_asked_again(string code, string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        foreach (var status in (int[])[200, code == "invalid_client" ? 401 : 400])
        {
            await rig.FaultAsync(call.Fault, "body", 1, status, $$"""{"error":"{{code}}","error_description":"Something.","log_id":"{{LogId}}"}""");
            await rig.ForgetRequestsAsync();

            var failure = await attempt(rig.Client());

            var outcome = (code, call.Repetition) switch
            {
                ("temporarily_unavailable", _) or ("server_error", Repetition.CallersChoice) => TikTokOutcome.Retryable,
                ("server_error", _) => TikTokOutcome.Ambiguous,
                _ => TikTokOutcome.Terminal,
            };
            Assert.Equal((code, outcome, LogId, status), (failure?.Word, failure?.Outcome, failure?.LogId, failure?.Status));
            Assert.Equal(("Something.", code == "invalid_grant"), (failure?.Error?.Description, failure?.Error?.IsReauthenticationRequired));
            Assert.Equal(
                code is "invalid_client" or "invalid_request" or "invalid_scope" or "unauthorized_client" or "unsupported_grant_type" or "unsupported_response_type",
                failure?.Error?.IsConfigurationError);
            Assert.Single(await rig.RequestsAsync());
        }
    }

    [Theory]
    [MemberData(nameof(ApiCodes))]
    public async Task An_API_error_means_the_same_with_its_own_status_and_with_200(string code, string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        foreach (var status in (int[])[s_apiCodes[code], 200])
        {
            var data = status == 200 ? "" : "\"data\":{},";
            await rig.FaultAsync(call.Fault, "body", 3, status, "{" + data + $$$"""
                "error":{"code":"{{{code}}}","message":"Something.","log_id":"{{{LogId}}}"}}
                """);
            await rig.ForgetRequestsAsync();

            var failure = await attempt(rig.Client());

            var isRetried = code is "rate_limit_exceeded" or "internal_error";
            Assert.Equal(
                (code, isRetried ? TikTokOutcome.Retryable : TikTokOutcome.Terminal, LogId, status),
                (failure?.Word, failure?.Outcome, failure?.LogId, failure?.Status));
            Assert.Equal(
                (code == "access_token_invalid", code.StartsWith("scope_", StringComparison.Ordinal), code == "rate_limit_exceeded", code == "invalid_params"),
                (failure?.Error?.IsAccessTokenInvalid, failure?.Error?.IsScopeMissing, failure?.Error?.IsRateLimited, failure?.Error?.IsConfigurationError));
            Assert.Equal(isRetried ? 3 : 1, (await rig.RequestsAsync()).Count);
            await ClearFaultsAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task An_error_in_the_other_shape_is_an_error_too(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        var body = call.Repetition == Repetition.Ours
            ? $$"""{"error":"invalid_request","error_description":"Something.","log_id":"{{LogId}}"}"""
            : $$$"""{"data":{},"error":{"code":"invalid_request","message":"Something.","log_id":"{{{LogId}}}"}}""";
        await rig.FaultAsync(call.Fault, "body", 1, 200, body);

        var failure = await attempt(rig.Client());

        Assert.Equal(("invalid_request", TikTokOutcome.Terminal, LogId), (failure?.Word, failure?.Outcome, failure?.LogId));
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task A_token_in_an_error_text_does_not_reach_the_caller(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "body", 1, 400, """{"error":"act.seen!1.va","error_description":"Token rft.seen!1.va is odd\r\nforged: line","log_id":"clt.seen"}""");

        var error = (await attempt(rig.Client()))?.Error;

        Assert.DoesNotContain("seen", $"{error} {error?.Code} {error?.Description} {error?.LogId}", StringComparison.Ordinal);
        Assert.Equal("Token *** is odd  forged: line", error?.Description);
    }

    [Theory]
    [MemberData(nameof(Call.NamesOf), Repetition.Ours, MemberType = typeof(Call))]
    public async Task What_TikTok_asks_to_wait_is_handed_over_when_it_is_too_long(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "rate_limit", 3, retryAfter: 60);
        await rig.ForgetRequestsAsync();

        var error = (await attempt(rig.Client()))?.Error;

        Assert.Equal((TimeSpan.FromSeconds(60), true, TikTokOutcome.Retryable), (error?.RetryAfter, error?.IsRateLimited, error?.Outcome));
        Assert.Single(await rig.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Call.NamesOf), Repetition.Ours, MemberType = typeof(Call))]
    public async Task The_call_over_the_limit_is_tried_three_times_and_passes_when_the_minute_is_over(string callName)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { rate_limit_per_minute = 2 });
        var attempt = await Call.Named(callName).PrepareAsync(rig);
        var client = rig.Client();
        Assert.Null(await attempt(client));
        Assert.Null(await attempt(client));
        await rig.ForgetRequestsAsync();

        var failure = await attempt(client);

        Assert.Equal(("rate_limit_exceeded", TikTokOutcome.Retryable, 429, 34), (failure?.Word, failure?.Outcome, failure?.Status, failure?.LogId?.Length));
        Assert.Equal(3, (await rig.RequestsAsync()).Count);
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(1));
        Assert.Null(await attempt(client));
    }

    private async Task ClearFaultsAsync()
    {
        using var response = await rig.Emulator.Control.DeleteAsync("/_emulator/faults");
        response.EnsureSuccessStatusCode();
    }
}
