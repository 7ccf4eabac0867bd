namespace Tokgate.Server.Dashboard.Logs;

/// <summary>What somebody looks for in the log. It stands in the address, so that it can be kept and sent to others.</summary>
internal sealed record LogFilter
{
    public string? Kind { get; init; }

    public string? Connection { get; init; }

    public string? Application { get; init; }

    public string? User { get; init; }

    public string? ErrorId { get; init; }

    public string? Reference { get; init; }

    /// <value>In UTC, as the field gives it.</value>
    public string? From { get; init; }

    public string? Until { get; init; }

    public string? Text { get; init; }

    public static LogFilter Of(IQueryCollection query) => new()
    {
        Kind = Value(query, "kind"),
        Connection = Value(query, "connection"),
        Application = Value(query, "application"),
        User = Value(query, "user"),
        ErrorId = Value(query, "error"),
        Reference = Value(query, "reference"),
        From = Value(query, "from"),
        Until = Value(query, "until"),
        Text = Value(query, "text"),
    };

    /// <summary>As the management API is asked; null for everything.</summary>
    public string? Query()
    {
        var terms = new List<string>();
        if (LogKindChoice.All.FirstOrDefault(choice => choice.Name == Kind) is { } kind)
        {
            terms.Add(kind.Query);
        }

        foreach (var (field, value) in ((string, string?)[])[("connection", Connection), ("client_id", Application), ("user_id", User), ("error_id", ErrorId?.ToUpperInvariant()), ("reference", Reference), ("text", Text)])
        {
            if (value is not null)
            {
                terms.Add($"{field}:\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
            }
        }

        if (From is not null || Until is not null)
        {
            terms.Add($"date:[{From ?? "*"} TO {Until ?? "*"}]");
        }

        return terms.Count == 0 ? null : string.Join(" AND ", terms);
    }

    /// <summary>The address of a page with this filter.</summary>
    /// <param name="path">Of the page.</param>
    /// <param name="more">What else is asked of it; what is null is left out.</param>
    public string At(string path, params (string Name, string? Value)[] more)
    {
        (string Name, string? Value)[] own =
        [
            ("kind", Kind), ("connection", Connection), ("application", Application), ("user", User), ("error", ErrorId), ("reference", Reference), ("from", From), ("until", Until), ("text", Text),
        ];
        return path + QueryString.Create(own.Concat(more).Where(static pair => pair.Value is not null).Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)));
    }

    public bool IsEmpty => Query() is null;

    // Brackets would end the range, and only there is text of the address put in as it is.
    private static string? Value(IQueryCollection query, string name) =>
        query[name].ToString().Trim() is { Length: > 0 } value ? (name is "from" or "until" ? value.Replace("]", "", StringComparison.Ordinal) : value) : null;
}
