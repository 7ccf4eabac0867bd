namespace Tokgate.Server.Management;

/// <summary>A parameter of an operation's query. One that is not declared is refused by name, or a typing error would widen a search.</summary>
internal sealed record QueryParameter(string Name, QueryKind Kind, string Description)
{
    public static readonly QueryParameter DryRun = new("dry_run", QueryKind.Flag, "true: answer as if it had been done, and do nothing.");

    public static readonly QueryParameter Fields = new("fields", QueryKind.Text, "Names of members, with commas: only these are told.");

    public static readonly QueryParameter IncludeFields = new("include_fields", QueryKind.Flag, "false turns `fields` around: all but these.");

    /// <value>For numbers.</value>
    public int Min { get; init; }

    public int Max { get; init; } = int.MaxValue;

    /// <value>The words that may be said; null for any.</value>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>What is wrong with a value, or null.</summary>
    public string? Fault(string value) => Kind switch
    {
        QueryKind.Flag => value is "true" or "false" ? null : "must be true or false",
        QueryKind.Number => int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max
            ? null
            : $"must be a whole number from {Min} to {Max}",
        QueryKind.Instant => DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _) ? null : "must be an ISO 8601 time such as 2026-11-21T18:00:00Z",
        _ => value.Length > 500 ? "is too long" : Words?.Contains(value, StringComparer.Ordinal) == false ? "must be one of " + string.Join(", ", Words) : null,
    };
}
