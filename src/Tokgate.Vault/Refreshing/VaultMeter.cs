using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tokgate.Vault;

/// <summary>What the vault does, for whoever listens to the meter and the source <c>Tokgate.Vault</c>. No grant, owner or user is in it.</summary>
internal static class VaultMeter
{
    private const string Name = "Tokgate.Vault";

    private static readonly Meter s_meter = new(Name);
    private static readonly ActivitySource s_source = new(Name);

    private static readonly Counter<long> s_refreshes = s_meter.CreateCounter<long>("tokgate.vault.refreshes", "{attempt}", "Attempts to refresh a grant, by what came of them.");
    private static readonly Counter<long> s_reads = s_meter.CreateCounter<long>("tokgate.vault.reads", "{read}", "Access tokens that were asked for, by what was given.");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "tokgate.vault.refresh.duration",
        "s",
        "How long an attempt took, from its lease to its commit.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    private static readonly Histogram<double> s_age = s_meter.CreateHistogram(
        "tokgate.vault.refresh.age",
        "s",
        "How old the pair was that a refresh replaced.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [600, 3600, 7200, 21600, 86400, 604800, 2592000, 15552000, 31536000] });

    public static Activity? Begin() => s_source.StartActivity("refresh grant");

    /// <param name="activity">What <see cref="Begin"/> gave.</param>
    /// <param name="before">The grant with its lease.</param>
    /// <param name="cause">How the attempt ended; null if it broke.</param>
    /// <param name="took">From the lease on.</param>
    /// <param name="age">Of the pair before.</param>
    public static void End(Activity? activity, Grant before, AttemptCause? cause, TimeSpan took, TimeSpan age)
    {
        var outcome = cause?.ToString() ?? "Failed";
        var state = before.State.ToString();
        activity?.SetTag("tokgate.outcome", outcome).SetTag("tokgate.grant.state", state);
        s_refreshes.Add(1, new("tokgate.outcome", outcome), new KeyValuePair<string, object?>("tokgate.grant.state", state));
        s_duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("tokgate.outcome", outcome));
        if (cause == AttemptCause.Succeeded)
        {
            s_age.Record(age.TotalSeconds);
        }
    }

    public static Task<TokenAnswer> ReadAsync(Task<TokenAnswer> read) => s_reads.Enabled ? CountedAsync(read) : read;

    private static async Task<TokenAnswer> CountedAsync(Task<TokenAnswer> read)
    {
        var answer = await read.ConfigureAwait(false);
        s_reads.Add(1, new KeyValuePair<string, object?>("tokgate.standing", answer.Standing.ToString()));
        return answer;
    }
}
