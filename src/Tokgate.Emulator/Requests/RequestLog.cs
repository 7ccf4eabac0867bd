namespace Tokgate.Emulator.Requests;

/// <summary>The latest requests on TikTok's wire (not those of the control API).</summary>
/// <remarks>Owns <c>/_emulator/requests</c>: a ring that forgets the oldest, written without a lock.</remarks>
internal sealed class RequestLog
{
    public const int Most = 1_000;

    private readonly RequestEntry?[] ring = new RequestEntry?[Most];
    private long next = -1;

    public void Add(RequestEntry entry) => ring[(int)((ulong)Interlocked.Increment(ref next) % Most)] = entry;

    /// <summary>Newest last.</summary>
    public IReadOnlyList<RequestEntry> All
    {
        get
        {
            var last = Interlocked.Read(ref next);
            var entries = new List<RequestEntry>(Most);
            for (var i = Math.Max(0, last - Most + 1); i <= last; i++)
            {
                if (Volatile.Read(ref ring[(int)(i % Most)]) is { } entry)
                {
                    entries.Add(entry);
                }
            }

            return entries;
        }
    }

    public void Clear() => Array.Clear(ring);
}
