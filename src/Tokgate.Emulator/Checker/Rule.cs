namespace Tokgate.Emulator.Checker;

/// <summary>One named deviation.</summary>
/// <param name="Id">Lower case with hyphens. It is in people's scripts: it never changes its meaning.</param>
/// <param name="Severity">How much it matters at the real TikTok.</param>
/// <param name="At">The endpoints whose requests it looks at.</param>
/// <param name="Source">TikTok's page, or the thread, that says so.</param>
/// <param name="Look">What was seen, or null. It holds no secret; what it reads of one is its length.</param>
internal sealed record Rule(string Id, TikTokEmulatorSeverity Severity, CheckedEndpoints At, Uri Source, Func<Sighting, string?> Look)
{
    public required string Title { get; init; }

    public required string Why { get; init; }

    public required string Mend { get; init; }

    public Evidence Evidence { get; init; }
}
