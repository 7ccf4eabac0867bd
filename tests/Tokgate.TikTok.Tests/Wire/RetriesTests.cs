namespace Tokgate.TikTok.Tests;

public sealed class RetriesTests
{
    // Every wait but the time-out of a request.
    private readonly ManualTime _time = new(wait => wait != The.Options().Timeout);

    [Theory]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("internal_error", 500)]
    [InlineData("rate_limit_exceeded", 200)]
    public async Task A_busy_or_broken_TikTok_is_asked_again(string code, int status)
    {
        var server = new ScriptedServer().Answers(Some.ApiError(code), status).Answers("<html>", 503).Answers(Some.User(""));

        Assert.True((await Get(server)).IsSuccess);
        Assert.Equal((3, 2), (server.Requests.Count, _time.Waits.Count));
    }

    [Fact]
    public async Task Waits_grow_with_jitter_and_stay_within_the_bound()
    {
        var options = The.Options();
        options.Retry = new TikTokRetryOptions { MaxAttempts = 10, BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(4) };
        var server = new ScriptedServer();
        for (var i = 0; i < 10; i++)
        {
            server.Answers(Some.ApiError("internal_error"), 500);
        }

        var result = await server.Client(_time, options).GetUserAsync(AccessToken.From(The.Token), The.Everything);

        Assert.Equal(("internal_error", 0), (result.Error?.Code, server.Unspent));
        Assert.Equal(9, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(4)));
        Assert.True(_time.Waits.Distinct().Count() > 1);
    }

    [Fact]
    public async Task What_TikTok_asks_to_wait_is_waited()
    {
        var server = new ScriptedServer().Answers(Some.ApiError("rate_limit_exceeded"), 429, ("Retry-After", "7")).Answers(Some.User(""));

        await Get(server);

        Assert.Equal([TimeSpan.FromSeconds(7)], _time.Waits);
    }

    [Fact]
    public async Task A_date_to_wait_for_is_waited_for()
    {
        var server = new ScriptedServer().Answers("slow down", 429, ("Retry-After", The.Now.AddSeconds(3).ToString("R"))).Answers(Some.User(""));

        await Get(server);

        Assert.Equal([TimeSpan.FromSeconds(3)], _time.Waits);
    }

    [Fact]
    public async Task A_wait_longer_than_the_bound_is_handed_to_the_caller_at_once()
    {
        var server = new ScriptedServer().Answers(Some.ApiError("rate_limit_exceeded"), 429, ("Retry-After", "60"));

        var error = (await Get(server)).Error;

        Assert.Equal((TimeSpan.FromSeconds(60), true, TikTokOutcome.Retryable), (error?.RetryAfter, error?.IsRateLimited, error?.Outcome));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again_and_in_the_end_passes_untouched()
    {
        var last = new HttpRequestException(HttpRequestError.ConnectionError);
        var server = new ScriptedServer().Throws(new HttpRequestException(HttpRequestError.ResponseEnded)).Throws(new IOException("cut")).Throws(last);

        Assert.Same(last, await Assert.ThrowsAsync<HttpRequestException>(() => Get(server)));
        Assert.Equal(0, server.Unspent);
    }

    [Fact]
    public async Task A_time_out_is_tried_again()
    {
        var time = new ManualTime(_ => true);
        var server = new ScriptedServer().Hangs().Hangs().Hangs();

        await Assert.ThrowsAsync<TaskCanceledException>(() => server.Client(time).GetUserAsync(AccessToken.From(The.Token), The.Everything));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("access_token_invalid", 401)]
    [InlineData("scope_not_authorized", 401)]
    [InlineData("invalid_params", 400)]
    public async Task A_plain_no_is_not_asked_again(string code, int status)
    {
        var server = new ScriptedServer().Answers(Some.ApiError(code), status);

        await Get(server);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task One_attempt_means_one()
    {
        var options = The.Options();
        options.Retry.MaxAttempts = 1;
        var server = new ScriptedServer().Answers(Some.ApiError("internal_error"), 500);

        await server.Client(_time, options).GetUserAsync(AccessToken.From(The.Token), The.Everything);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_caller_who_gave_up_is_not_retried_for()
    {
        using var caller = new CancellationTokenSource();
        var server = new ScriptedServer().Hangs();
        var call = server.Client(_time).GetUserAsync(AccessToken.From(The.Token), The.Everything, cancellationToken: caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(server.Requests);
    }

    private Task<TikTokResult<TikTokUser>> Get(ScriptedServer server) =>
        server.Client(_time).GetUserAsync(AccessToken.From(The.Token), The.Everything);
}
