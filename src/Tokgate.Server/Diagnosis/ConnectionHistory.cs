using System.Globalization;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>What the trail says of a connection: the webhooks that came, and why people could not sign in lately.</summary>
internal sealed class ConnectionHistory(ILogStore logs, ErrorPages errors, Issuer issuer, TimeProvider time)
{
    private const int MostRead = 200;
    private const int MostTold = 5;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);
    private static readonly IReadOnlyList<LogKind> Received = [.. LogKinds.OfEvent(AuditNames.WebhookReceived, isPrefix: false), .. LogKinds.OfEvent(AuditNames.AuthorizationRemoved, isPrefix: false)];
    private static readonly IReadOnlyList<LogKind> Refused = LogKinds.OfEvent(AuditNames.WebhookRefused, isPrefix: false);
    private static readonly IReadOnlyList<LogKind> Failures = [.. LogKinds.OfEvent(AuditNames.SignInFailed, isPrefix: false), .. LogKinds.OfEvent(AuditNames.TikTokGrantRefreshFailed, isPrefix: false), .. LogKinds.OfEvent(AuditNames.TikTokGrantNeedsReauthorization, isPrefix: false)];

    public async Task<TokgateServerFinding> WebhooksAsync(Connection connection, CancellationToken cancellationToken)
    {
        var check = $"{ConnectionExamination.Named(connection)}: webhooks";
        var address = issuer.At($"/webhooks/tiktok/{connection.Name}");
        var (received, refused) = (await LastAsync(Received, connection, cancellationToken), await LastAsync(Refused, connection, cancellationToken));
        if (refused is not null && (received is null || refused.At > received.At) && time.GetUtcNow() - refused.At < TimeSpan.FromDays(7))
        {
            return new(check, Failed, $"The last one was refused at {Text(refused.At)}: {refused.Cause}. {Advice(refused.Cause)} ({ErrorIds.WebhookRefused})");
        }

        return received is not null ? new(check, Fine, $"the last one came at {Text(received.At)}")
            : !issuer.IsSecure ? new(check, Unknown, $"None has come, and TikTok cannot reach {address}: it delivers to public https addresses only. Sign-ins do not need it; people who take the app away at TikTok are noticed at the next refresh.")
            : new(check, Unknown, $"None has come yet. Enter {address} as the app's callback URL under Webhooks at TikTok, and send its test event.");
    }

    public async Task<IReadOnlyList<TokgateServerFinding>> FailuresAsync(Connection connection, CancellationToken cancellationToken)
    {
        var check = $"{ConnectionExamination.Named(connection)}: last day";
        var page = await logs.ListAsync(new LogQuery { Connection = connection.Name, Kinds = Failures, From = time.GetUtcNow() - Lately, Limit = MostRead }, cancellationToken);
        var groups = page.Entries.Take(MostRead).Select(static entry => entry.Event).GroupBy(static audited => (audited.Name, audited.ErrorId, audited.Cause)).OrderByDescending(static group => group.Sum(static audited => audited.Count)).ToList();
        return groups.Count == 0
            ? [new(check, Fine, "nobody was turned away")]
            : [.. groups.Take(MostTold).Select(group => new TokgateServerFinding(check, Warning, Sentence(group.First(), group.Sum(static audited => audited.Count))))];
    }

    private async Task<AuditEvent?> LastAsync(IReadOnlyList<LogKind> kinds, Connection connection, CancellationToken cancellationToken) =>
        (await logs.ListAsync(new LogQuery { Connection = connection.Name, Kinds = kinds, Limit = 1 }, cancellationToken)).Entries is [var entry, ..] ? entry.Event : null;

    // The newest of its kind, with what TikTok's support asks for.
    private string Sentence(AuditEvent last, long count)
    {
        var page = errors.Find(last.ErrorId ?? ErrorOf(last.Name));
        var what = page?.Title ?? LogKinds.Of(last).Description;
        return string.Create(CultureInfo.InvariantCulture, $"{count} times: {what} ({string.Join(", ", new[] { last.ErrorId, last.Cause, last.LogId is { } id ? "log_id " + id : null }.OfType<string>())}), last at {Text(last.At)}. {page?.Advice}").TrimEnd();
    }

    // The vault tells of causes and not of pages; these are the ones that explain them.
    private static string? ErrorOf(string name) => name switch
    {
        AuditNames.TikTokGrantNeedsReauthorization => ErrorIds.TikTokGrantSpent,
        AuditNames.TikTokGrantRefreshFailed => ErrorIds.TikTokUnavailable,
        _ => null,
    };

    private static string Advice(string? cause) => cause switch
    {
        "signature_wrong" => "It was signed with another secret than the app has here: copy the client secret from TikTok again; while it is rotated, keep the former one beside it.",
        "signature_stale" or "event_stale" => "Its time is too far from this machine's: let the machine follow a time server.",
        "unknown_app" => "It names an app that is not among this connection's: look at which app's page has this address.",
        _ => "Look at whether something between TikTok and the broker changes bodies or headers; or it was not TikTok's.",
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
