using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management.Trail;

/// <summary>An event's JSON: Auth0's members, and ours in <c>details</c>.</summary>
internal static class LogShape
{
    private static readonly Members<LogEntry> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    public static Shape<LogEntry> Shape { get; } = new(
        "log",
        Of.Told("_id", Schemas.Text, static entry => Id(entry), "As log_id."),
        Of.Told("log_id", Schemas.Text, static entry => Id(entry), "Rises with time; what from takes."),
        Of.Told("date", Schemas.Text, static entry => Instants.Text(entry.Event.At), "When it happened."),
        Of.Told("type", Schemas.Text, static entry => LogKinds.Of(entry.Event).Type, "Auth0's code; our own name where Auth0 has none."),
        Of.Told("description", Schemas.Text, static entry => Description(entry), "What happened, and why if it failed."),
        Of.Told("client_id", Schemas.Text, static entry => entry.Event.ClientId, "The client."),
        Of.Told("client_name", Schemas.Text, static entry => entry.ClientName, "What people know it by now."),
        Of.Told("connection", Schemas.Text, static entry => entry.Event.Connection, "The connection."),
        Of.Told("ip", Schemas.Text, static entry => entry.Event.Address, "Where from; its network, unless addresses are kept whole."),
        Of.Told("user_agent", Schemas.Text, static entry => entry.Event.UserAgent, "The browser or program, in its own words."),
        Of.Told("user_id", Schemas.Text, static entry => entry.Event.UserId, "The person."),
        Of.Told("details", Schemas.Object([]), static entry => Details(entry.Event), "Ours: event, flow_id, session_id, tiktok_app, error_id, cause, tiktok_log_id, reference, subject, actor, change, count."));

    public static string Id(LogEntry entry) => entry.Event.Id.ToString(CultureInfo.InvariantCulture);

    private static string Description(LogEntry entry) =>
        LogKinds.Of(entry.Event).Description + (entry.Event.ErrorId is { } id ? $" ({id})" : entry.Event.Cause is { } cause and not AuditNames.FirstSignIn ? $" ({cause})" : "");

    private static JsonObject Details(AuditEvent audited)
    {
        var details = new JsonObject { ["event"] = audited.Name };
        foreach (var (name, value) in ((string, string?)[])
        [
            ("flow_id", audited.FlowId), ("session_id", audited.SessionId), ("tiktok_app", audited.TikTokApp), ("error_id", audited.ErrorId), ("cause", audited.Cause),
            ("tiktok_log_id", audited.LogId), ("reference", audited.Reference), ("subject", audited.Subject), ("actor", audited.Actor),
        ])
        {
            if (value is not null)
            {
                details[name] = value;
            }
        }

        if (audited.Change is { } change)
        {
            details["change"] = JsonNode.Parse(change);
        }

        details["count"] = audited.Count;
        return details;
    }
}
