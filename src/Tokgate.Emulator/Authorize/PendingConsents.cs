using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Authorize;

/// <summary>Authorization requests that wait for a person, each bound to the browser that brought it and good for one answer.</summary>
internal sealed class PendingConsents<TRequest>(EmulatorClock clock)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly BoundedMap<Entry> entries = new(Most);

    public string Add(TRequest request, string rawQuery, string browser)
    {
        var handle = Wire.WireIds.Handle();
        entries.Add(handle, new Entry(request, rawQuery, browser, clock.Now + Lifetime));
        return handle;
    }

    /// <summary>Null when the handle is unknown, used, too old, or another browser's.</summary>
    public Entry? Find(string? handle, string? browser) =>
        handle is not null && browser is not null && entries.Find(handle) is { } entry && entry.Browser == browser && clock.Now < entry.Until
            ? entry
            : null;

    /// <summary>Ends it. Of two clicks, one gets true.</summary>
    public bool TryTake(string handle) => entries.TryTake(handle, out _);

    public void Clear() => entries.Clear();

    internal sealed record Entry(TRequest Request, string RawQuery, string Browser, DateTimeOffset Until);
}
