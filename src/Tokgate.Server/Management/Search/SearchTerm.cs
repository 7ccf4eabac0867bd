namespace Tokgate.Server.Management.Search;

/// <param name="Field">As the list calls it, whatever other names it takes.</param>
/// <param name="Value">What is looked for; empty for a range.</param>
/// <param name="IsPrefix">Whether it is only how the value begins.</param>
internal sealed record SearchTerm(string Field, string Value, bool IsPrefix)
{
    /// <value>For a range; null has no beginning.</value>
    public DateTimeOffset? From { get; init; }

    /// <value>Not in the range any more; null has no end.</value>
    public DateTimeOffset? Until { get; init; }
}
