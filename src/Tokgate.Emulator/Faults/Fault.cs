namespace Tokgate.Emulator.Faults;

/// <summary>The next answers of an endpoint, spoilt.</summary>
internal sealed class Fault
{
    private int left;

    public required string Id { get; init; }

    /// <summary>A path of TikTok's wire, or <c>*</c> for all.</summary>
    public required string Path { get; init; }

    public required FaultKind Kind { get; init; }

    public int? Status { get; init; }

    public string? Body { get; init; }

    public TimeSpan Delay { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>True: the request has its effect, and then the answer is spoilt. False: the request changes nothing.</summary>
    public bool AfterEffect { get; init; }

    public required int Count
    {
        get => Volatile.Read(ref left);
        init => left = value;
    }

    /// <summary>Uses one of the count; false when others used them all.</summary>
    public bool TryUse()
    {
        while (true)
        {
            var seen = Volatile.Read(ref left);
            if (seen == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref left, seen - 1, seen) == seen)
            {
                return true;
            }
        }
    }
}
