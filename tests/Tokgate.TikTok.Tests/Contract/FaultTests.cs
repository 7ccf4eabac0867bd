namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Every way in which an answer can be spoilt, at every call: what it is called, what it means, and how often it was asked for.</summary>
public sealed class FaultTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const string Refusal = "(a refusal)";

    private static readonly (TikTokOutcome Spends, TikTokOutcome Reads) Lost = (TikTokOutcome.Ambiguous, TikTokOutcome.Retryable);
    private static readonly (TikTokOutcome Spends, TikTokOutcome Reads) Busy = (TikTokOutcome.Retryable, TikTokOutcome.Retryable);
    private static readonly (TikTokOutcome Spends, TikTokOutcome Reads) Odd = (TikTokOutcome.Ambiguous, TikTokOutcome.Terminal);

    // What a call that spends, that the caller may repeat, and that this library repeats, make of each.
    private static readonly Dictionary<string, Fault> s_faults = new()
    {
        ["status 500"] = new("status", Refusal, Lost, Status: 500),
        ["status 503"] = new("status", Refusal, Lost, Status: 503),
        ["rate limit"] = new("rate_limit", "rate_limit_exceeded", Busy),
        ["HTML with 502"] = new("html", Failure.StatusOnly, Lost),
        ["HTML with 200"] = new("html", Failure.Body, Lost, Status: 200),
        ["HTML with 403"] = new("html", Failure.StatusOnly, Odd, Status: 403),
        ["the gateway's 404"] = new("body", Failure.StatusOnly, Odd, Status: 404, Body: "Unsupported path(Janus)"),
        ["JSON of a gateway"] = new("body", Failure.StatusOnly, Odd, Status: 404, Body: """{"message":"no route"}"""),
        ["a redirect"] = new("body", Failure.StatusOnly, Odd, Status: 302, Body: " "),
        ["an array"] = new("body", Failure.Body, Lost, Body: "[]"),
        ["half an answer"] = new("truncated", Failure.Body, Lost),
        ["half an answer, nothing done"] = new("truncated", Failure.Body, Lost, When: "before"),
        ["cut before the effect"] = new("cut_before", Failure.Transport, Lost),
        ["cut after the effect"] = new("cut_after", Failure.Transport, Lost),
        ["cut in the middle"] = new("cut_middle", Failure.Transport, Lost),
    };

    public static TheoryData<string, string> EveryFaultAtEveryCall => Call.With(s_faults.Keys);

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(EveryFaultAtEveryCall))]
    public async Task A_spoilt_answer_has_its_name_and_its_meaning(string name, string callName)
    {
        var (fault, call) = (s_faults[name], Call.Named(callName));
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, fault.Kind, 10, fault.Status, fault.Body, fault.When);
        await rig.ForgetRequestsAsync();

        var failure = await attempt(rig.Client(isKept: false));

        var outcome = call.Repetition == Repetition.Spends ? fault.Outcome.Spends : fault.Outcome.Reads;
        Assert.NotNull(failure);
        Assert.Equal((fault.WordFor(call), outcome), (failure.Word, failure.Outcome));
        Assert.Equal(failure.Word == Failure.Transport, failure.LogId is null);
        Assert.Equal(fault.Status ?? failure.Status, failure.Status);
        Assert.Equal(call.Repetition == Repetition.Ours && outcome == TikTokOutcome.Retryable ? 3 : 1, (await rig.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(EveryFaultAtEveryCall))]
    public async Task One_spoilt_answer_ends_only_what_may_not_be_repeated(string name, string callName)
    {
        var (fault, call) = (s_faults[name], Call.Named(callName));
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, fault.Kind, 1, fault.Status, fault.Body, fault.When);
        await rig.ForgetRequestsAsync();

        var failure = await attempt(rig.Client(isKept: false));

        var isRepeated = call.Repetition == Repetition.Ours && fault.Outcome.Reads == TikTokOutcome.Retryable;
        Assert.Equal(isRepeated, failure is null);
        Assert.Equal(isRepeated ? 2 : 1, (await rig.RequestsAsync()).Count);
    }

    [Theory]
    [InlineData("exchange", "cut_before")]
    [InlineData("exchange", "cut_after")]
    [InlineData("refresh", "cut_before")]
    [InlineData("refresh", "cut_after")]
    [InlineData("revoke", "cut_before")]
    [InlineData("revoke", "cut_after")]
    [InlineData("check QR code", "cut_before")]
    [InlineData("check QR code", "cut_after")]
    public async Task What_spends_is_sent_once_even_on_a_connection_that_was_kept(string callName, string kind)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        var client = rig.Client();
        await client.GetClientTokenAsync();
        await rig.FaultAsync(call.Fault, kind);
        await rig.ForgetRequestsAsync();

        Assert.Equal(TikTokOutcome.Ambiguous, (await attempt(client))?.Outcome);
        Assert.Single(await rig.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task Where_nobody_listens_nothing_was_spent(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.ForgetRequestsAsync();

        // Port 1 is nobody's.
        var failure = await attempt(rig.Client(options => options.Endpoints = TikTokEndpoints.At(new Uri("http://127.0.0.1:1"))));

        Assert.Equal((Failure.Transport, TikTokOutcome.Retryable), (failure?.Word, failure?.Outcome));
        Assert.Equal(call.Repetition == Repetition.Ours ? 3 : 1, rig.Sent);
        Assert.Null(await attempt(rig.Client()));
    }

    [Theory]
    [MemberData(nameof(Call.Names), MemberType = typeof(Call))]
    public async Task An_answer_that_takes_its_time_is_waited_for(string callName)
    {
        var call = Call.Named(callName);
        var attempt = await call.PrepareAsync(rig);
        await rig.FaultAsync(call.Fault, "delay", delay: 20);
        await rig.ForgetRequestsAsync();

        Assert.Null(await attempt(rig.Client()));
        Assert.Single(await rig.RequestsAsync());
    }

    private sealed record Fault(
        string Kind, string Word, (TikTokOutcome Spends, TikTokOutcome Reads) Outcome, int? Status = null, string? Body = null, string? When = null)
    {
        public string WordFor(Call call) => (Word, Status, call.Repetition) switch
        {
            (Refusal, _, Repetition.Ours) => "internal_error",
            (Refusal, 503, _) => "temporarily_unavailable",
            (Refusal, _, _) => "server_error",
            _ => Word,
        };
    }
}
