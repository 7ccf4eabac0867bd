using System.Collections.Concurrent;

namespace Tokgate.Server.Audit;

/// <summary>
/// Notices what no single request shows: many people from one address, and many who begin there and never come back. It knows what this node saw in the last
/// window and no more; each finding becomes one event per address and window. Nobody is stopped by it: a school is many people too.
/// </summary>
internal sealed class SuspicionWatch(AuditTrail trail, TimeProvider time)
{
    public const int ManyPeople = 50;
    public const int ManyAbandoned = 200;
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private const int MaxAddresses = 20_000;

    private readonly ConcurrentDictionary<string, Sightings> addresses = new(StringComparer.Ordinal);

    public void Started(string address)
    {
        if (Find(address) is { } seen && seen.Start() == ManyAbandoned)
        {
            trail.Record(AuditNames.ManyAbandoned);
        }
    }

    /// <summary>TikTok sent somebody back; for the count it does not matter with what.</summary>
    public void Returned(string address) => Find(address)?.Return();

    public void SignedIn(string address, string userId)
    {
        if (Find(address) is { } seen && seen.Meet(userId) == ManyPeople)
        {
            trail.Record(AuditNames.ManyPeople);
        }
    }

    private Sightings? Find(string address)
    {
        var now = time.GetUtcNow();
        if (addresses.TryGetValue(address, out var seen) && seen.Ends > now)
        {
            return seen;
        }

        if (addresses.Count >= MaxAddresses)
        {
            foreach (var (key, _) in addresses.Where(pair => pair.Value.Ends <= now))
            {
                addresses.TryRemove(key, out _);
            }

            // Full of live ones: more addresses than patterns could be seen in. The limits still hold.
            if (addresses.Count >= MaxAddresses)
            {
                return null;
            }
        }

        return addresses.AddOrUpdate(address, static (_, now) => new Sightings(now + Window), static (_, there, now) => there.Ends > now ? there : new Sightings(now + Window), now);
    }

    private sealed class Sightings(DateTimeOffset ends)
    {
        private readonly HashSet<string> people = new(StringComparer.Ordinal);
        private int open;
        private bool isToldOfOpen;

        public DateTimeOffset Ends => ends;

        public int Start()
        {
            lock (people)
            {
                open++;
                if (open < ManyAbandoned || isToldOfOpen)
                {
                    return 0;
                }

                isToldOfOpen = true;
                return ManyAbandoned;
            }
        }

        public void Return()
        {
            lock (people)
            {
                open = Math.Max(0, open - 1);
            }
        }

        // Bounded by the number that is already too many.
        public int Meet(string userId)
        {
            lock (people)
            {
                return people.Count < ManyPeople && people.Add(userId) ? people.Count : 0;
            }
        }
    }
}
