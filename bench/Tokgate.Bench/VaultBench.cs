using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.TikTok;

namespace Tokgate.Bench;

/// <summary>
/// The vault behind a minimal HTTP host, beside the same host without one: reads of fresh tokens, refreshes, and what it takes to keep a million grants warm, with the clock
/// moved on. The server has core 0; PostgreSQL with its defaults (every commit on disk), the emulator and this load have core 1.
/// </summary>
internal static class VaultBench
{
    private static readonly List<string> s_summary = [];

    private const string Callback = "http://localhost:5080/signin-tiktok";

    public static async Task RunAsync(bool quick)
    {
        SignInLoad.TakeOtherCore();

        var run = TimeSpan.FromSeconds(quick ? 2 : 10);
        using var postgreSql = PostgreSqlServer.Start(1);
        using var emulator = ServerProcess.Start(1, "serve-emulator", $"{BenchApplication.BrokerAddress}/login/callback");
        var filling = new VaultFilling(postgreSql.ConnectionString, await SignInAsync(emulator.Address));
        await using var context = new VaultContext(new DbContextOptionsBuilder<VaultContext>().UseNpgsql(postgreSql.ConnectionString).Options);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await filling.CreateTablesAsync();
        Write($"# `vault`");
        Write($"");
        Write($"`dotnet run -c Release --project bench/Tokgate.Bench -- vault{(quick ? " --quick" : "")} > bench/results/vault.md`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} of {Cores()} cores for this load, {RuntimeInformation.FrameworkDescription}; load average of the machine at the start {LoadAverage()}.");
        Write($"The server has one core; PostgreSQL (its defaults: every commit on disk), the emulator and the load share the other. On a machine that does other things too, compare by CPU time alone.");
        Write($"The baseline is the same host without a vault: tokens in clear, one database read, and for an expired token one `HttpClient` call and one update, with nothing that keeps two callers from doing it at once.");
        Write($"");
        Write($"| one core | per second | CPU each | by CPU alone, per second | core busy | p50 / p95 / p99 |");
        Write($"|---|--:|--:|--:|--:|--:|");
        using (var server = ServerProcess.Start(0, "serve-vault", postgreSql.ConnectionString, emulator.Address.AbsoluteUri))
        {
            await ReadAsync(server, filling, run, quick ? 1 : 8);
            await RefreshAsync(server, filling, run, quick ? 500 : 6_000);
        }

        using (var broker = ServerProcess.Start(0, "serve-broker", emulator.Address.AbsoluteUri, postgreSql.NewDatabase("broker")))
        {
            await ExchangeAsync(broker, emulator.Address, run, quick ? 1 : 8, quick ? 20 : 200);
        }

        await KeepWarmAsync(context, filling, postgreSql, emulator, quick ? 20_000 : 1_000_000, quick ? 5_000 : 40_000);
    }

    private static async Task ReadAsync(ServerProcess server, VaultFilling filling, TimeSpan run, int warmUp)
    {
        var lives = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1);
        var vault = Requests(server, "/token/", await filling.FillAsync(10_000, lives));
        var plain = Requests(server, "/plain/", await filling.FillPlainAsync(10_000, lives));
        Task<VaultSample> OursAsync(TimeSpan length) => VaultLoad.MeasureAsync(server, number => vault[number % vault.Count], length);
        Task<VaultSample> TheirsAsync(TimeSpan length) => VaultLoad.MeasureAsync(server, number => plain[number % plain.Count], length);
        await WarmUp.RunAsync(warmUp, OursAsync);
        await WarmUp.RunAsync(warmUp, TheirsAsync);
        var (ours, theirs) = await InTurnsAsync(OursAsync, TheirsAsync, run);
        WriteRow("fresh token, from the vault", ours);
        WriteRow("fresh token, baseline", theirs);
        await PacedAsync("fresh token, from the vault", server, vault, ours.PerSecond, run);
        s_summary.Add($"ratio vault / baseline, fresh tokens per second: {ours.PerSecond / theirs.PerSecond:N2}; by CPU time alone {theirs.CpuMicroseconds / ours.CpuMicroseconds:N2}");
    }

    /// <summary>Exchanges at the broker's own door: the client proves itself, our access token is verified and its grant looked up, and the read is audited.</summary>
    private static async Task ExchangeAsync(ServerProcess broker, Uri emulator, TimeSpan run, int warmUp, int people)
    {
        const string Name = "token exchange at the broker's /oauth/token";
        using var control = new HttpClient { BaseAddress = emulator };
        using var toBroker = await RawConnection.OpenAsync(broker.Address);
        using var toTikTok = await RawConnection.OpenAsync(emulator);
        var requests = new List<byte[]>();
        for (var number = 0; number < people; number++)
        {
            var user = $"reader_{number}";
            using var made = await control.PostAsJsonAsync("/_emulator/users", new { username = user, display_name = "A person of the benchmark" });
            using var consent = await control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user });
            made.EnsureSuccessStatusCode();
            requests.Add(PkceCodeFlow.Exchange(broker.Address, await BrokerBench.SignInAsync(broker.Address, toBroker, emulator, toTikTok)));
        }

        Task<VaultSample> MeasureAsync(TimeSpan length) => VaultLoad.MeasureAsync(broker, number => requests[number % requests.Count], length);
        await WarmUp.RunAsync(warmUp, MeasureAsync);
        var sample = VaultLoad.Median([await MeasureAsync(run), await MeasureAsync(run), await MeasureAsync(run)]);
        WriteRow(Name, sample);
        await PacedAsync(Name, broker, requests, sample.PerSecond, run);
    }

    // At the rate of the goal, or at half of what the server takes.
    private static async Task PacedAsync(string name, ServerProcess server, List<byte[]> requests, double most, TimeSpan run)
    {
        var rate = Math.Min(3_000, most / 2);
        Task<VaultSample> MeasureAsync(TimeSpan length) => VaultLoad.MeasureAsync(server, number => requests[number % requests.Count], length, rate);
        await WarmUp.RunAsync(1, MeasureAsync);
        WriteRow($"{name}, asked {rate:N0} times a second", VaultLoad.MedianByWaits([await MeasureAsync(run), await MeasureAsync(run), await MeasureAsync(run)]));
    }

    private static async Task RefreshAsync(ServerProcess server, VaultFilling filling, TimeSpan run, int count)
    {
        var over = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1);
        async Task<VaultSample> MeasureAsync(string path, IReadOnlyList<string> ids, TimeSpan length)
        {
            var requests = Requests(server, path, ids);
            return await VaultLoad.MeasureAsync(server, number => number < requests.Count ? requests[number] : null, length);
        }

        async Task<VaultSample> OursAsync(TimeSpan length) => await MeasureAsync("/token/", await filling.FillAsync(count, over), length);
        async Task<VaultSample> TheirsAsync(TimeSpan length) => await MeasureAsync("/plain/", await filling.FillPlainAsync(count, over), length);
        await WarmUp.RunAsync(2, OursAsync);
        await WarmUp.RunAsync(2, TheirsAsync);
        var (ours, theirs) = await InTurnsAsync(OursAsync, TheirsAsync, run);
        WriteRow("refresh, by the vault", ours);
        WriteRow("refresh, baseline", theirs);
        s_summary.Add($"ratio vault / baseline, refreshes per second: {ours.PerSecond / theirs.PerSecond:N2}; by CPU time alone {theirs.CpuMicroseconds / ours.CpuMicroseconds:N2}");
        s_summary.Add($"Refreshes per second and core of the server, by its CPU time: {1_000_000 / ours.CpuMicroseconds:N0}.");
    }

    private static async Task KeepWarmAsync(VaultContext context, VaultFilling filling, PostgreSqlServer postgreSql, ServerProcess emulator, int count, int milliseconds)
    {
        await context.Database.ExecuteSqlRawAsync("truncate vault_grants");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await filling.FillAsync(count, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2));
        var filled = watch.Elapsed;
        await context.Database.ExecuteSqlRawAsync("vacuum analyze vault_grants");
        var table = await SizeAsync(context, "select pg_table_size('vault_grants') as \"Value\"");
        var indexes = await SizeAsync(context, "select pg_indexes_size('vault_grants') as \"Value\"");
        using var server = ServerProcess.Start(0, "serve-vault", postgreSql.ConnectionString, emulator.Address.AbsoluteUri);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        var looks = new List<double>();
        for (var look = 0; look < 20; look++)
        {
            watch.Restart();
            await http.GetStringAsync(new Uri("/warm/1", UriKind.Relative));
            looks.Add(watch.Elapsed.TotalMilliseconds);
        }

        // 110 minutes on, all of them are due.
        await http.GetStringAsync(new Uri("/advance/6600", UriKind.Relative));
        await http.GetStringAsync(new Uri($"/warm/{milliseconds / 5}", UriKind.Relative));
        var cpu = server.CpuTime;
        watch.Restart();
        var done = int.Parse(await http.GetStringAsync(new Uri($"/warm/{milliseconds}", UriKind.Relative)), CultureInfo.InvariantCulture);
        var (elapsed, used) = (watch.Elapsed, server.CpuTime - cpu);
        var each = used.TotalMicroseconds / done;
        Write($"");
        s_summary.ForEach(Console.Out.WriteLine);
        Write($"");
        Write($"## {count:N0} grants kept warm, with the clock moved on by 110 minutes");
        Write($"");
        Write($"- In the database a grant takes {(double)table / count:N0} bytes and its index entries {(double)indexes / count:N0} (sealing and copying them in took {filled.TotalSeconds:N0} s).");
        Write($"- A look for work that finds none takes {looks.Order().ElementAt(10):N1} ms in the median.");
        Write($"- With all of them due, background work refreshed {done:N0} in {elapsed.TotalSeconds:N0} s: {done / elapsed.TotalSeconds:N0} per second at {each:N0} µs CPU of the server each ({1_000_000 / each:N0} per second and core).");
        Write($"- All {count:N0} once, by that: {count / (done / elapsed.TotalSeconds) / 60:N0} minutes here, {count * each / 60_000_000:N0} minutes of one core's time. Tokens that live for two hours and are refreshed after 105 minutes need {count / 6_300.0:N0} refreshes per second, {count * each / 6_300_000_000 * 100:N0} % of one core.");
        Write($"- Memory of the server process afterwards: {server.MemoryMegabytes} MB; it holds a batch at a time, so it does not grow with the number of grants.");
    }

    private static async Task<long> SizeAsync(VaultContext context, string query) => await context.Database.SqlQueryRaw<long>(query).SingleAsync();

    private static List<byte[]> Requests(ServerProcess server, string path, IReadOnlyList<string> ids) => [.. ids.Select(id => RawConnection.Get(server.Address, path + id))];

    // In turns, so that what else the machine does meets both.
    private static async Task<(VaultSample Ours, VaultSample Theirs)> InTurnsAsync(Func<TimeSpan, Task<VaultSample>> ours, Func<TimeSpan, Task<VaultSample>> theirs, TimeSpan run)
    {
        var samples = (Ours: new List<VaultSample>(), Theirs: new List<VaultSample>());
        for (var number = 0; number < 3; number++)
        {
            samples.Ours.Add(await ours(run));
            samples.Theirs.Add(await theirs(run));
        }

        return (VaultLoad.Median(samples.Ours), VaultLoad.Median(samples.Theirs));
    }

    /// <summary>One person signs in once; with refresh tokens that can be used again, all grants have that person's.</summary>
    public static async Task<TikTokTokens> SignInAsync(Uri emulator)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = emulator };
        using var profile = await http.PutAsJsonAsync("/_emulator/profile", new { rotation = "reusable", rate_limit_per_minute = (int?)null });
        using var consent = await http.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user = "creator_full" });
        var client = new TikTokClient(
            http, new TikTokClientOptions { ClientKey = TikTokEmulator.SandboxClientKey, ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret), Endpoints = TikTokEndpoints.At(emulator) });
        var verifier = CodeVerifier.Create();
        using var redirect = await http.GetAsync(new Uri(client.BuildAuthorizationUri(new TikTokAuthorizationRequest
        {
            RedirectUri = Callback,
            Scopes = TikTokScopes.Of("user.info.basic", "video.list"),
            State = "state-1",
            CodeChallenge = verifier.ToChallenge(),
        })));
        var callback = TikTokCallback.Parse(QueryHelpers.ParseQuery(redirect.Headers.Location!.Query).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))); // the emulator consents
        return (await client.ExchangeCodeAsync(callback.Code!, Callback, verifier)).Value!; // as above
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static int Cores() => File.ReadLines("/proc/cpuinfo").Count(static line => line.StartsWith("processor", StringComparison.Ordinal));

    private static void WriteRow(string name, VaultSample sample) => Write(
        $"| {name} | {sample.PerSecond:N0} | {sample.CpuMicroseconds:N0} µs | {1_000_000 / sample.CpuMicroseconds:N0} | {sample.Busy:P0} | {sample.Percentile(50):N1} / {sample.Percentile(95):N1} / {sample.Percentile(99):N1} ms |");

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
