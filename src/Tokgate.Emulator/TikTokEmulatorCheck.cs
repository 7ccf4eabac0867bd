using System.Globalization;

namespace Tokgate.Emulator;

/// <summary>How the clients that came by departed from TikTok's documentation, since the start or the last reset.</summary>
public sealed record TikTokEmulatorCheck
{
    /// <summary>The worst that was found.</summary>
    public required TikTokEmulatorVerdict Verdict { get; init; }

    /// <summary>How many requests were judged.</summary>
    public required long Requests { get; init; }

    /// <summary>How many came faster than they could be judged, as under a load test. What was in them is not known.</summary>
    public required long Skipped { get; init; }

    /// <summary>Since when, by the emulator's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The calls that were judged and how often: <c>authorize</c>, <c>token (code)</c>, <c>token (refresh)</c>, …</summary>
    public required IReadOnlyDictionary<string, long> Calls { get; init; }

    /// <summary>The calls of a usual integration that did not come, and about which nothing is therefore known.</summary>
    public required IReadOnlyList<string> NotSeen { get; init; }

    /// <summary>Rules that failed themselves, and so did not judge. Empty but for a bug of the emulator.</summary>
    public required IReadOnlyList<string> BrokenRules { get; init; }

    /// <summary>Worst first, then the latest.</summary>
    public required IReadOnlyList<TikTokEmulatorDeviation> Deviations { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public string Summary
    {
        get
        {
            var text = Verdict switch
            {
                TikTokEmulatorVerdict.NothingChecked => "Nothing was checked: no request came in that could be judged.",
                TikTokEmulatorVerdict.Clean => $"No deviation in {Count(Requests, "request")}.",
                _ => $"{Count(Of(TikTokEmulatorSeverity.Error), "error")}, {Count(Of(TikTokEmulatorSeverity.Warning), "warning")} and "
                    + $"{Count(Of(TikTokEmulatorSeverity.Note), "note")} in {Count(Requests, "request")}.",
            };
            return text + (Skipped == 0 ? "" : $" {Count(Skipped, "request")} came too fast to be judged.")
                + (BrokenRules.Count == 0 ? "" : $" Rules that failed and did not judge: {string.Join(", ", BrokenRules)}.");
        }
    }

    /// <summary>True when a deviation is at least as bad as <paramref name="failOn"/>, and when nothing was checked.</summary>
    public bool Fails(TikTokEmulatorSeverity failOn = TikTokEmulatorSeverity.Error) =>
        Verdict == TikTokEmulatorVerdict.NothingChecked || Deviations.Any(deviation => deviation.Severity >= failOn);

    /// <summary>The summary and each deviation, for the message of a failed test.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        Deviations.Select(it => $"{it.Severity} {it.Id} ({it.Endpoint}, {it.ClientKey}): {it.Seen}. {it.Mend}").Prepend(Summary));

    private static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private int Of(TikTokEmulatorSeverity severity) => Deviations.Count(deviation => deviation.Severity == severity);
}
