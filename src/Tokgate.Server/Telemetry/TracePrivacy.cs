using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Tokgate.Server.Telemetry;

/// <summary>
/// Takes out of every span what is not on the list. Addresses, paths, queries, user agents and statements may name a person or hold a secret, today or in the framework's next
/// version; what is left is what a board needs (T-16, T-59).
/// </summary>
internal sealed class TracePrivacy : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Allowed = new[]
    {
        "error.type", "http.request.method", "http.response.status_code", "http.route", "network.protocol.name", "network.protocol.version", "network.transport", "server.address", "server.port",
        "url.scheme", "db.system", "db.system.name", "db.operation.name", "db.response.status_code", "tokgate.outcome", "tokgate.grant.state",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        foreach (var tag in data.TagObjects.Where(static tag => !Allowed.Contains(tag.Key)).ToList())
        {
            data.SetTag(tag.Key, null);
        }

        // A stranger's, from a header.
        data.TraceStateString = null;
        data.SetStatus(data.Status);

        // What an exception says is in the log, where it can be kept from being shown; a span's events cannot be taken out of it.
        if (data.Events.Any(static happened => happened.Tags.Any(static tag => tag.Key is "exception.message" or "exception.stacktrace")))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
