using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Tokgate.Server.Telemetry;

/// <summary>The driver tells its pools apart by the connection string, which names host and user and is nothing for a board.</summary>
internal static class MetricPrivacy
{
    public static MetricStreamConfiguration? Of(Instrument instrument) =>
        instrument.Meter.Name == "Npgsql" ? new MetricStreamConfiguration { TagKeys = ["db.client.connection.state", "state"] } : null;
}
