using System.Collections.Concurrent;
using System.Net;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>
/// Slows the guessing of secrets. Counted per client and address: whoever guesses locks out only himself, never the client. A second count per address alone
/// catches one who walks through client ids. Failures only, so a working client never comes here.
/// </summary>
internal sealed class GuessLimit(TimeProvider time)
{
    public const int PerClient = 10;
    public const int PerAddress = 100;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MaxEntries = 50_000;

    private readonly ConcurrentDictionary<string, Count> counts = new(StringComparer.Ordinal);

    // ConcurrentDictionary takes all its locks to say that it is empty, and mostly it is.
    private volatile bool hasAny;

    /// <summary>How long to wait, or null if an attempt may be made.</summary>
    public TimeSpan? Check(string clientId, IPAddress? peer)
    {
        if (!hasAny)
        {
            return null;
        }

        var address = AddressKey.Of(peer);
        var now = time.GetUtcNow();
        return Wait(Key(clientId, address), PerClient, now) ?? Wait(address, PerAddress, now);
    }

    public void Failed(string clientId, IPAddress? peer)
    {
        hasAny = true;
        var address = AddressKey.Of(peer);
        var now = time.GetUtcNow();
        if (counts.Count >= MaxEntries)
        {
            foreach (var (key, _) in counts.Where(pair => pair.Value.Ends <= now))
            {
                counts.TryRemove(key, out _);
            }
        }

        // With the table full of live entries the per-address count must still work, so only the finer one is given up.
        if (counts.Count < MaxEntries)
        {
            Add(Key(clientId, address), now);
        }

        Add(address, now);
    }

    private static string Key(string clientId, string address) => $"{address} {clientId}";

    private TimeSpan? Wait(string key, int limit, DateTimeOffset now) =>
        counts.TryGetValue(key, out var count) && count.Failures >= limit && count.Ends > now ? count.Ends - now : null;

    private void Add(string key, DateTimeOffset now) => counts.AddOrUpdate(
        key,
        static (_, now) => new Count(1, now + Window),
        static (_, count, now) => count.Ends <= now ? new Count(1, now + Window) : count with { Failures = count.Failures + 1 },
        now);

    private sealed record Count(int Failures, DateTimeOffset Ends);
}
