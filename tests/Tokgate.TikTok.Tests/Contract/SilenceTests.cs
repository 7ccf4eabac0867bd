using System.Net.Http.Json;
using System.Text.Json;
using Tokgate.TestKit;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>TikTok takes the request and says nothing. Time passes only when it has taken it, so that no test depends on the machine's haste.</summary>
public sealed class SilenceTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const int Faults = 10;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    // More than a retry waits, and far too little for a time-out.
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(50);

    private readonly FakeClock _clock = new();

    public static TheoryData<string, string> EveryCallBothWays => Call.With(["before", "after"]);

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(EveryCallBothWays))]
    public async Task Silence_ends_with_the_time_out(string when, string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "hang", Faults, when: when);
        await rig.ForgetRequestsAsync();

        var failure = await RunAsync(attempt);

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

        Assert.Null(await RunAsync(attempt, faults: 1));
        Assert.Equal(2, (await rig.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task An_answer_that_comes_too_late_is_no_answer(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "delay", Faults, when: "after", delay: 3_600_000);

        Assert.Equal(Failure.Timeout, (await RunAsync(attempt))?.Word);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_their_own_cancellation_and_no_second_request()
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("user_info", "hang", Faults);
        await rig.ForgetRequestsAsync();
        using var caller = new CancellationTokenSource();
        var call = rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes, cancellationToken: caller.Token);
        await Eventually.HoldsAsync(async () => await FaultsLeftAsync() < Faults);
        await caller.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsNotType<TimeoutException>(exception.InnerException);
        rig.AssertQuiet(exception.ToString());
        Assert.Single(await rig.RequestsAsync());
    }

    private async Task<Failure?> RunAsync(Func<TikTokClient, Task<Failure?>> attempt, int faults = Faults)
    {
        var call = attempt(rig.Client(options => options.Timeout = s_timeout, _clock));
        var left = faults;
        await Eventually.HoldsAsync(async () =>
        {
            var now = await FaultsLeftAsync();
            _clock.Advance(now < left ? s_timeout : s_while);
            left = now;
            return call.IsCompleted;
        });

        return await call;
    }

    private async Task<int> FaultsLeftAsync() =>
        (await rig.Emulator.Control.GetFromJsonAsync<JsonElement>("/_emulator/faults")).EnumerateArray().Sum(fault => fault.GetProperty("count").GetInt32());
}
