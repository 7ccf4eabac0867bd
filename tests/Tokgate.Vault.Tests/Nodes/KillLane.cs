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
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Instants of the database are whole milliseconds.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private readonly List<(KillRound Round, Grant Grant)> _hit = [];
    private NodeProcess? _next;

    public int Kills { get; private set; }

    /// <summary>Grants that a dead process was refreshing.</summary>
    public int Hit => _hit.Count;

    public int Recovered { get; private set; }

    public int Lost { get; private set; }

    public int SecondRequests { get; private set; }

    public async Task RunAsync()
    {
        TikTokVault[] survivors = [world.Node(Quick), world.Node(Quick)];
        _next = NodeProcess.Start(world, s_lease);
        for (var number = 0; number < kills; number++)
        {
            using var victim = _next;
            await victim.ExpectAsync("ready");
            await victim.ReadAsync(await world.ExpiredAsync(), 1); // whatever comes of it: what follows is compiled, and its lease is not spent on that
            _next = NodeProcess.Start(world, s_lease);
            await RunAsync(KillRound.Of(seed, number, phase, world.Database.IsPostgreSql), victim, survivors);
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

    private async Task RunAsync(KillRound round, NodeProcess victim, TikTokVault[] survivors)
    {
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = round.IsStrict ? "strict" : "reusable" });
        var grants = new List<(Grant Grant, string Token)>();
        for (var number = 0; number < round.Grants; number++)
        {
            var grant = await world.ExpiredAsync();
            var export = await world.Vault.ExportAsync(grant.Id);
            grants.Add((grant, Cover(export!.RefreshToken!.Reveal()))); // it was signed in just now
        }

        await world.ForgetRequestsAsync();
        await round.ComeThereAsync(world, victim, [.. grants.Select(one => one.Grant)]);
        var leases = new List<GrantLease?>();
        foreach (var (grant, _) in grants)
        {
            leases.Add((await world.FindAsync(grant)).Lease);
        }

        // They want it from before the kill until they have it, or know that nobody will.
        var waiting = grants.Select(one => Task.WhenAll(survivors.SelectMany(survivor => Enumerable.Range(0, 4).Select(_ => SettleAsync(survivor, one.Grant))))).ToList();
        victim.Kill();
        Kills++;
        await Task.WhenAll(waiting);
        var requests = await world.RequestsAsync();
        for (var index = 0; index < grants.Count; index++)
        {
            await JudgeAsync(round, grants[index].Grant, leases[index], [.. requests.Where(request => request.GetProperty("form").GetProperty("refresh_token").GetString() == grants[index].Token)]);
        }
    }

    private static Task<TokenAnswer> SettleAsync(TikTokVault survivor, Grant grant) => Eventually.GetAsync(async () =>
        await survivor.GetAccessTokenAsync(grant.Id) is { Standing: not TokenStanding.Unavailable } answer ? answer : null);

    private async Task JudgeAsync(KillRound round, Grant grant, GrantLease? lease, List<JsonElement> requests)
    {
        var now = await world.FindAsync(grant);
        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);
        var isLost = now.State == GrantState.NeedsReauthorization;
        var told = $"{round}; {now.State} {now.LastAttempt?.Cause}, generation {now.Generation}, {requests.Count} requests";

        // One request per token, and a second one only when the first one's process was dead or its lease over: it sends nothing after that, and waits for nothing.
        var arrivals = requests.Select(request => request.GetProperty("at").GetDateTimeOffset()).Order().ToList();
        Assert.True(requests.Count == (round.Phase == Phase.BeforeTheRequestLeaves ? 1 : 2), told);
        Assert.True(arrivals.Skip(round.Phase == Phase.BeforeTheRequestLeaves ? 0 : 1).All(at => lease is null || at >= lease.Until - s_tick), told);
        SecondRequests += requests.Count - 1;

        // Lost only what TikTok had spent and does not take twice; then it says so, with the cause and TikTok's own id.
        Assert.True(isLost == (round is { IsStrict: true, HasEffect: true }), told);
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
            _hit.Add((round, grant));
        }
    }

    // Whoever's lease was taken over was ambiguous first, and that was told, and then how it ended.
    private async Task JudgeEventsAsync()
    {
        var events = (await world.AllEventsAsync()).ToLookup(told => told.GrantId);
        foreach (var (round, grant) in _hit)
        {
            var told = events[grant.Id].OrderBy(one => one.At).ToList();
            Assert.Equal((GrantEventKind.RefreshFailed, AttemptCause.OpenAfterAbandoned), (told[0].Kind, told[0].Cause));
            Assert.Equal(round is { IsStrict: true, HasEffect: true } ? GrantEventKind.NeedsReauthorization : GrantEventKind.Recovered, told[1].Kind);
            Assert.Equal(2, told.Count);
        }
    }

    private static string Cover(string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..4];
}
