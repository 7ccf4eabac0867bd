using System.Globalization;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Upstream;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>
/// Sign-ins that went to TikTok and never came back. What TikTok refuses about a set-up it tells people on its own page and the broker never, so this is all that is seen of it here; but people who
/// change their minds look the same, so only many of them are a warning.
/// </summary>
internal sealed class AbandonedStarts(ILogStore logs, TimeProvider time)
{
    private const string Advice = "TikTok shows what it refuses about a set-up on its own page and sends nobody back: mend what is said here of TikTok's page; if that is fine, run a trial and read the page at which it ends.";

    private const int MostStarts = 100;
    private const int MostReturns = 500;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);
    private static readonly IReadOnlyList<LogKind> Started = LogKinds.OfEvent(AuditNames.SignInStarted, isPrefix: false);

    private static readonly IReadOnlyList<LogKind> Returned =
        [.. new[] { AuditNames.SignInCompleted, AuditNames.SignInFailed, AuditNames.SignInRefused, AuditNames.OtherBrowser }.SelectMany(static name => LogKinds.OfEvent(name, isPrefix: false))];

    public async Task<TokgateServerFinding> ExamineAsync(Connection connection, CancellationToken cancellationToken)
    {
        var check = $"{ConnectionExamination.Named(connection)}: who comes back";
        var now = time.GetUtcNow();

        // Whoever left less than a sign-in's lifetime ago may still come.
        var starts = await ListAsync(new LogQuery { Connection = connection.Name, Kinds = Started, From = now - Lately, Until = now - UpstreamStart.Lifetime, Limit = MostStarts }, cancellationToken);
        if (starts.Count == 0)
        {
            return new(check, Fine, "nobody was sent to TikTok lately");
        }

        var returns = await ListAsync(new LogQuery { Connection = connection.Name, Kinds = Returned, From = starts[^1].At, IsAscending = true, Limit = MostReturns }, cancellationToken);

        // Where more came back than was read, the later starts are not known of.
        var end = returns.Count < MostReturns ? now : returns[^1].At;
        var back = returns.Select(static audited => audited.FlowId).ToHashSet(StringComparer.Ordinal);
        var known = starts.Where(start => start.FlowId is not null && start.At <= end - UpstreamStart.Lifetime).ToList();
        var gone = known.Count(start => !back.Contains(start.FlowId));
        return gone * 2 <= known.Count
            ? new(check, Fine, string.Create(CultureInfo.InvariantCulture, $"{known.Count - gone} of the last {known.Count} did"))
            : new(check, Warning, string.Create(CultureInfo.InvariantCulture, $"{gone} of the last {known.Count} people did not. {Advice} ({ErrorIds.SignInAbandoned})"));
    }

    private async Task<IReadOnlyList<AuditEvent>> ListAsync(LogQuery query, CancellationToken cancellationToken) =>
        [.. (await logs.ListAsync(query, cancellationToken)).Entries.Take(query.Limit).Select(static entry => entry.Event)];
}
