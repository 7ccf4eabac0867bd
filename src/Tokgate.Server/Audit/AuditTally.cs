namespace Tokgate.Server.Audit;

/// <summary>
/// Counts what comes too often for a row each: machines' tokens and refused floods. One event per interval says how many, by name, client, cause and address.
/// </summary>
internal sealed class AuditTally
{
    private const int MaxKeys = 2_000;

    private readonly Lock gate = new();
    private Dictionary<AuditEvent, long> counts = [];

    /// <summary>False if there are too many kinds already; the event is then somebody else's to keep.</summary>
    public bool TryAdd(AuditEvent audited)
    {
        // What differs from one to the next would make each its own kind.
        var kind = audited with { At = default, UserAgent = null, Reference = null };
        lock (gate)
        {
            if (!counts.TryGetValue(kind, out var count) && counts.Count >= MaxKeys)
            {
                return false;
            }

            counts[kind] = count + 1;
            return true;
        }
    }

    public IEnumerable<AuditEvent> Take(DateTimeOffset now)
    {
        Dictionary<AuditEvent, long> taken;
        lock (gate)
        {
            taken = counts;
            counts = [];
        }

        return taken.Select(pair => pair.Key with { At = now, Count = pair.Value });
    }
}
