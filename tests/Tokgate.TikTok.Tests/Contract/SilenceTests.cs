namespace Tokgate.TikTok.Tests.Contract;

/// <summary>TikTok takes the request and says nothing.</summary>
public sealed class SilenceTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public static TheoryData<string, string> EveryCallBothWays => Call.With(["before", "after"]);

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(EveryCallBothWays))]
    public async Task Silence_ends_with_the_time_out(string when, string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "hang", 10, when: when);
        await rig.ForgetRequestsAsync();

        var failure = await attempt(rig.Client(options => options.Timeout = TimeSpan.FromMilliseconds(150)));

        var expected = call.Repetition == Repetition.Spends ? TikTokOutcome.Ambiguous : TikTokOutcome.Retryable;
        Assert.Equal((Failure.Timeout, expected), (failure?.Word, failure?.Outcome));
        Assert.Equal(call.Repetition == Repetition.Ours ? 3 : 1, (await rig.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Call.NamesOf), Repetition.Ours, MemberType = typeof(Call))]
    public async Task What_only_reads_is_asked_again_after_silence(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "hang");
        await rig.ForgetRequestsAsync();

        Assert.Null(await attempt(rig.Client(options => options.Timeout = TimeSpan.FromSeconds(1))));
        Assert.Equal(2, (await rig.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task An_answer_that_comes_too_late_is_no_answer(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "delay", 10, when: "after", delay: 60_000);

        var failure = await attempt(rig.Client(options =>
        {
            options.Timeout = TimeSpan.FromMilliseconds(150);
            options.Retry.MaxAttempts = 1;
        }));

        Assert.Equal(Failure.Timeout, failure?.Word);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_their_own_cancellation_and_no_second_request()
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("user_info", "hang", 10);
        await rig.ForgetRequestsAsync();
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes, cancellationToken: caller.Token));

        Assert.IsNotType<TimeoutException>(exception.InnerException);
        rig.AssertQuiet(exception.ToString());
        Assert.Single(await rig.RequestsAsync());
    }
}
