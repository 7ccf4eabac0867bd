using System.Globalization;
using System.Net.Http.Json;

namespace Tokgate.Bench;

/// <summary>
/// The broker beside npm oidc-provider. Complete sign-ins of browsers without a session: ours goes to TikTok and back (authorize, TikTok's redirect by auto consent, callback
/// with exchange and user info, code, token request, UserInfo) with every commit on disk; theirs is a plain code flow with a login of its own, in memory. Each
/// server has core 0 while it is measured, in turns; the emulator and this load have core 1.
/// </summary>
internal static class BrokerBench
{
    private const string Peer = "npm oidc-provider";

    public static async Task RunAsync(bool quick)
    {
        SignInLoad.TakeOtherCore();

        var warmUp = quick ? 2 : 12;
        var run = TimeSpan.FromSeconds(quick ? 2 : 10);
        var starts = await StartBench.RunAsync(quick ? 1 : 5);
        using var emulator = ServerProcess.Start(1, "serve-emulator", $"{BenchApplication.BrokerAddress}/login/callback");
        await PrepareAsync(emulator.Address);
        using var broker = ServerProcess.Start(0, "serve-broker", emulator.Address.AbsoluteUri);
        using var peer = PeerProvider.Start(0);
        async Task<SignInSample> OursAsync(TimeSpan length) => await SignInLoad.MeasureAsync(broker, emulator.Address, length, SignInAsync);
        async Task<SignInSample> TheirsAsync(TimeSpan length) =>
            await SignInLoad.MeasureAsync(peer, emulator.Address, length, static (provider, connection, _, _) => PeerProvider.SignInAsync(provider, connection));

        await WarmUp.RunAsync(warmUp, OursAsync);
        await WarmUp.RunAsync(warmUp, TheirsAsync);
        var (ours, theirs) = await InTurnsAsync(OursAsync, TheirsAsync, run);
        var signIns = (Ours: SignInLoad.Median(ours), Theirs: SignInLoad.Median(theirs));
        var paced = await SignInLoad.MeasureAsync(broker, emulator.Address, run, SignInAsync, signIns.Ours.PerSecond / 2);
        var megabytes = (Ours: broker.MemoryMegabytes, Theirs: peer.MemoryMegabytes);

        var ourTokens = TokenRequest(broker.Address, "/oauth/token", BenchApplication.BrokerMachine);
        var theirTokens = TokenRequest(peer.Address, "/token", BenchApplication.BrokerClient);
        async Task<TokenSample> OurTokensAsync(TimeSpan length) => await TokenLoad.MeasureAsync(broker, ourTokens, length);
        async Task<TokenSample> TheirTokensAsync(TimeSpan length) => await TokenLoad.MeasureAsync(peer, theirTokens, length);
        await WarmUp.RunAsync(warmUp / 2, OurTokensAsync);
        await WarmUp.RunAsync(warmUp / 2, TheirTokensAsync);
        var (ourSamples, theirSamples) = await InTurnsAsync(OurTokensAsync, TheirTokensAsync, run / 2);
        var tokens = (Ours: TokenLoad.Median(ourSamples), Theirs: TokenLoad.Median(theirSamples));

        Write($"| sign-ins, one core | per second | CPU each | core busy | answers of one sign-in p50 / p95 / p99 | memory under load |");
        Write($"|---|--:|--:|--:|--:|--:|");
        WriteRow("tokgate: TikTok leg, SQLite, synchronous=FULL", signIns.Ours, megabytes.Ours);
        WriteRow($"{Peer}: plain login, in memory", signIns.Theirs, megabytes.Theirs);
        Write($"");
        Write($"At half that rate ({paced.PerSecond:N0} sign-ins/s) all answers of one sign-in take {paced.Percentile(50):N1} ms (p50), {paced.Percentile(95):N1} ms (p95), {paced.Percentile(99):N1} ms (p99), waiting for TikTok's two answers included.");
        Write($"Of that our own time, TikTok's answers taken off as the broker's HTTP client measured them: {paced.OwnPercentile(50):N1} ms (p50), {paced.OwnPercentile(95):N1} ms (p95), {paced.OwnPercentile(99):N1} ms (p99).");
        Write($"By request, in the median: authorize {paced.StepMilliseconds[0]:N1} ms, callback {paced.StepMilliseconds[1]:N1} ms (with TikTok's), token {paced.StepMilliseconds[2]:N1} ms, UserInfo {paced.StepMilliseconds[3]:N1} ms.");
        Write($"Of the CPU of a sign-in, {SignatureCost.Microseconds(SignatureCost.Rs256):N0} µs are the RS256 signature, {SignatureCost.Microseconds(SignatureCost.Es256):N0} µs the ES256 signature and its verification.");
        foreach (var start in starts)
        {
            Write($"Start of the broker ({start.Program}), from the command to the first answer: {start.Milliseconds:N0} ms, {start.CpuMilliseconds:N0} ms of CPU (first start on an empty directory: {start.FirstMilliseconds:N0} ms, {start.FirstCpuMilliseconds:N0} ms); memory idle after it: {start.Megabytes} MB.");
        }

        Write($"Client credentials, one core: tokgate {tokens.Ours.PerSecond:N0}/s at {tokens.Ours.CpuMicroseconds:N0} µs CPU each (ES256 token), {Peer} {tokens.Theirs.PerSecond:N0}/s at {tokens.Theirs.CpuMicroseconds:N0} µs (opaque token, in memory).");
        Write($"On a machine that does other things too, compare by CPU time alone: {signIns.Theirs.CpuMicroseconds / signIns.Ours.CpuMicroseconds:N2} times as many sign-ins and {tokens.Theirs.CpuMicroseconds / tokens.Ours.CpuMicroseconds:N2} times as many tokens as {Peer} for the same.");
        Write($"ratio tokgate / {Peer}, sign-ins: {signIns.Ours.PerSecond / signIns.Theirs.PerSecond:N2}");
        Write($"ratio tokgate / {Peer}, client credentials: {tokens.Ours.PerSecond / tokens.Theirs.PerSecond:N2}");
    }

    public static async Task PrepareAsync(Uri emulator)
    {
        using var control = new HttpClient { BaseAddress = emulator };
        using var profile = await control.PutAsJsonAsync("/_emulator/profile", new { preset = "current", rate_limit_per_minute = (int?)null });
        using var consent = await control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user = "creator_full" });
        profile.EnsureSuccessStatusCode();
        consent.EnsureSuccessStatusCode();
    }

    /// <summary>One browser without a session, to TikTok and back, and its application's two requests. The answer is the access token.</summary>
    public static async Task<string> SignInAsync(Uri broker, RawConnection toBroker, Uri emulator, RawConnection toTikTok)
    {
        var authorize = await toBroker.ExchangeAsync(PkceCodeFlow.Authorize(broker, "/authorize"));
        var consent = await toTikTok.ExchangeAsync(RawConnection.Get(emulator, PkceCodeFlow.Target(authorize).PathAndQuery));
        var callback = await toBroker.ExchangeAsync(RawConnection.Get(broker, PkceCodeFlow.Target(consent).PathAndQuery, string.Join("; ", authorize.Cookies)));
        return await PkceCodeFlow.RedeemAsync(broker, toBroker, callback, "/oauth/token", "/userinfo");
    }

    private static byte[] TokenRequest(Uri provider, string path, string client) =>
        RawConnection.Post(provider, path, $"grant_type=client_credentials&client_id={client}&client_secret={BenchApplication.BrokerClientSecret}");

    // In turns, so that what else the machine does meets both.
    private static async Task<(List<T> Ours, List<T> Theirs)> InTurnsAsync<T>(Func<TimeSpan, Task<T>> ours, Func<TimeSpan, Task<T>> theirs, TimeSpan run)
    {
        var samples = (Ours: new List<T>(), Theirs: new List<T>());
        for (var number = 0; number < 3; number++)
        {
            samples.Ours.Add(await ours(run));
            samples.Theirs.Add(await theirs(run));
        }

        return samples;
    }

    private static void WriteRow(string name, SignInSample sample, long megabytes) => Write(
        $"| {name} | {sample.PerSecond:N0} | {sample.CpuMicroseconds:N0} µs | {sample.Busy:P0} | {sample.Percentile(50):N0} / {sample.Percentile(95):N0} / {sample.Percentile(99):N0} ms | {megabytes} MB |");

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
