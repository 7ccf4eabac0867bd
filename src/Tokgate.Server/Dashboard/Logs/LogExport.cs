namespace Tokgate.Server.Dashboard.Logs;

/// <summary>
/// Events as lines of CSV. What a spreadsheet would take for a formula gets an apostrophe in front (T-25): an address, a browser's name or TikTok's words come from strangers.
/// </summary>
internal static class LogExport
{
    private static readonly (string Name, Func<LogLine, string?> Of)[] Columns =
    [
        ("time", static line => line.Told.Text("date")),
        ("event", static line => line.Event),
        ("what", static line => line.Words),
        ("client_id", static line => line.ClientId),
        ("client_name", static line => line.ClientName),
        ("connection", static line => line.Connection),
        ("user_id", static line => line.UserId),
        ("error_id", static line => line.ErrorId),
        ("cause", static line => line.Cause),
        ("advice", static line => line.Advice),
        ("tiktok_log_id", static line => line.TikTokLogId),
        ("reference", static line => line.Told.Part("details").Text("reference")),
        ("flow_id", static line => line.FlowId),
        ("actor", static line => line.Actor),
        ("subject", static line => line.Subject),
        ("ip", static line => line.Told.Text("ip")),
        ("user_agent", static line => line.Told.Text("user_agent")),
        ("count", static line => line.Told.Part("details").Text("count")),
        ("log_id", static line => line.Id),
    ];

    public static string Head { get; } = string.Join(',', Columns.Select(static column => column.Name)) + "\r\n";

    public static string Line(LogLine line) => string.Join(',', Columns.Select(column => Field(column.Of(line)))) + "\r\n";

    public static string Field(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var safe = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' ? "'" + value : value;
        return safe.AsSpan().ContainsAny("\",\r\n'") || safe[0] == ' ' || safe[^1] == ' ' ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
