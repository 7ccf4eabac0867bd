namespace Tokgate.Emulator.Checker;

/// <summary>A QR code that was issued and how it is polled.</summary>
internal sealed class QrTrace
{
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(1);

    private DateTimeOffset? polledAt;

    public string? ClientKey { get; init; }

    public string? PublicId { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Polls in a row that came less than a second after the one before.</summary>
    public int Hurries { get; private set; }

    /// <summary>Where among all answers a poll was told that it is over; 0 while none was.</summary>
    public long EndedAt { get; private set; }

    public bool IsHurried(DateTimeOffset now) => now - polledAt < TooSoon;

    public void Poll(Sighting sighting)
    {
        Hurries = IsHurried(sighting.Now) ? Hurries + 1 : 0;
        polledAt = sighting.Now;
        if (EndedAt == 0 && sighting.Answer["status"] is "confirmed" or "utilised" or "expired")
        {
            EndedAt = sighting.Exchange.Answered;
        }
    }
}
