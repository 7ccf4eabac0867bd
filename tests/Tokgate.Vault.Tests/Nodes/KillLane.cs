using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>
/// A process after the other is killed in one phase of a refresh, while others want the same grants. Then everything that was seen from outside is held against the promise:
/// the requests that reached TikTok, the grants as they stand, and the events.
/// </summary>
internal sealed class KillLane(World world, Phase phase, int seed, int kills) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longestLease = TimeSpan.FromSeconds(40);

    // Instants of the database are whole milliseconds.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private readonly List<(bool IsLost, string Told, Grant Grant)> _hit = [];
    private TimeSpan _lease = TimeSpan.FromSeconds(3);
    private NodeProcess? _next;

    public int Kills { get; private set; }

    /// <summary>Kills that came when the machine had taken so long that the process had given up its first attempt itself. Each was made up for.</summary>
    public int TooLate { get; private set; }

    /// <summary>Refreshes that a kill interrupted.</summary>
    public int Cases { get; private set; }

    /// <summary>Grants that a dead process had on record as being refreshed.</summary>
    public int Hit => _hit.Count;

    public int Recovered { get; private set; }

    public int Lost { get; private set; }

    public int SecondRequests { get; private set; }

    public async Task RunAsync()
    {
        TikTokVault[] survivors = [world.Node(Quick), world.Node(Quick)];
        var next = _next = NodeProcess.Start(world, _lease);
        var lease = _lease;
        for (var number = 0; Kills < kills; number++)
        {
            using var victim = next;
            await victim.ExpectAsync("ready");
            await victim.ReadAsync(await world.ExpiredAsync(), 1); // whatever comes of it: what follows is compiled, and its lease is not spent on that
            var leaseOfVictim = lease;
            next = _next = NodeProcess.Start(world, _lease);
            lease = _lease;
            await RunAsync(KillRound.Of(seed, number, phase, world.Database.IsPostgreSql), victim, leaseOfVictim, survivors);
        }

        await JudgeEventsAsync();
    }

    public void Dispose() => _next?.Dispose();

    private static void Quick(VaultOptions options)
    {
        options.Lease = s_patience; // only the dead one's is to run out, however busy the machine is
        options.RefreshDeadline = s_patience;
        options.Backoff = TimeSpan.FromMilliseconds(100);
        options.MaxBackoff = TimeSpan.FromMilliseconds(200);
    }

    private async Task RunAsync(KillRound round, NodeProcess victim, TimeSpan leaseOfVictim, TikTokVault[] survivors)
    {
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = round.IsStrict ? "strict" : "reusable" });
        var grants = new List<(Grant Grant, string Token)>();
        while (grants.Count < round.Cases.Count)
        {
            var grant = await world.ExpiredAsync();
            var token = Cover((await world.Vault.ExportAsync(grant.Id))!.RefreshToken!.Reveal()); // it was signed in just now
            if (grants.TrueForAll(one => one.Token != token)) // four letters of a hash are what the emulator's log tells of a token
            {
                grants.Add((grant, token));
            }
        }

        await world.ForgetRequestsAsync();
        var clock = Stopwatch.StartNew();
        var hasCome = await round.TryComeThereAsync(world, victim, [.. grants.Select(one => one.Grant)]);
        var leases = new List<GrantLease?>();
        foreach (var (grant, _) in grants)
        {
            leases.Add((await world.FindAsync(grant)).Lease);
        }

        // They want it from before the kill until they have it, or know that nobody will.
        var waiting = grants.Select(one => Task.WhenAll(survivors.SelectMany(survivor => Enumerable.Range(0, 4).Select(_ => SettleAsync(survivor, one.Grant))))).ToList();
        victim.Kill();
        var isTooLate = clock.Elapsed > NodeProcess.RefreshDeadline(leaseOfVictim);
        Assert.True(hasCome || isTooLate, $"{round.Phase}: a read of the process ended within its deadline, and not where it was to be held.");
        await Task.WhenAll(waiting);
        if (isTooLate)
        {
            TooLate++;
            _lease = leaseOfVictim * 2;
            Assert.True(_lease < s_longestLease, $"{round.Phase}: the machine does not come to {round.Cases.Count} refreshes within {leaseOfVictim}.");
            return;
        }

        Kills++;
        var requests = await world.RequestsAsync();
        for (var index = 0; index < grants.Count; index++)
        {
            var own = requests.Where(request => request.GetProperty("form").GetProperty("refresh_token").GetString() == grants[index].Token).ToList();
            await JudgeAsync(round, index, grants[index].Grant, leases[index], own);
        }
    }

    private static Task<TokenAnswer> SettleAsync(TikTokVault survivor, Grant grant) => Eventually.GetAsync(async () =>
        await survivor.GetAccessTokenAsync(grant.Id) is { Standing: not TokenStanding.Unavailable } answer ? answer : null);

    private async Task JudgeAsync(KillRound round, int index, Grant grant, GrantLease? lease, List<JsonElement> requests)
    {
        Cases++;
        var now = await world.FindAsync(grant);
        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);
        var isLost = now.State == GrantState.NeedsReauthorization;
        var told = $"{round.Describe(index)}; {now.State} {now.LastAttempt?.Cause}, generation {now.Generation}, {requests.Count} requests";

        // One request per token, and a second one only when the first one's process was dead or its lease over: it sends nothing after that, and waits for nothing.
        var arrivals = requests.Select(request => request.GetProperty("at").GetDateTimeOffset()).Order().ToList();
        Assert.True(requests.Count == (round.Phase == Phase.BeforeTheRequestLeaves ? 1 : 2), told);
        Assert.True(arrivals.Skip(round.Phase == Phase.BeforeTheRequestLeaves ? 0 : 1).All(at => lease is null || at >= lease.Until - s_tick), told);
        SecondRequests += requests.Count - 1;

        // Lost only what TikTok had spent and does not take twice; then it says so, with the cause and TikTok's own id.
        Assert.True(isLost == round.IsHopeless(index), told);
        if (isLost)
        {
            Lost++;
            Assert.Equal((AttemptCause.RefreshTokenRefused, TokenStanding.NeedsReauthorization), (now.LastAttempt?.Cause, answer.Standing));
            Assert.NotNull(now.LastAttempt?.LogId);
        }
        else
        {
            Recovered++;
            Assert.True(now is { State: GrantState.Active, Generation: 2 }, told);
            Assert.True(await world.WorksAsync(answer), told);
        }

        if (lease is not null)
        {
            _hit.Add((isLost, told, grant));
        }
    }

    // Whoever's lease was taken over was ambiguous first, and that was told, and then how it ended.
    private async Task JudgeEventsAsync()
    {
        var events = (await world.AllEventsAsync()).ToLookup(told => told.GrantId);
        foreach (var (isLost, what, grant) in _hit)
        {
            var told = events[grant.Id].OrderBy(one => one.At).Select(one => (one.Kind, one.Kind == GrantEventKind.RefreshFailed ? one.Cause : null)).ToList();
            var expected = new[] { (GrantEventKind.RefreshFailed, (AttemptCause?)AttemptCause.OpenAfterAbandoned), (isLost ? GrantEventKind.NeedsReauthorization : GrantEventKind.Recovered, null) };
            Assert.True(told.SequenceEqual(expected), $"{what}; told {string.Join(", ", told)}");
        }
    }

    private static string Cover(string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..4];
}
