namespace Tokgate.Server.Management.Stats;

/// <param name="Failures">The most frequent first.</param>
/// <param name="IsComplete">False if there were more of a kind than are looked at; then they are the newest.</param>
internal sealed record FailureStats(IReadOnlyList<FailureCount> Failures, bool IsComplete)
{
    /// <summary>How many events of each kind are looked at.</summary>
    public const int MostSearched = 2_000;

    /// <summary>How many causes are told.</summary>
    public const int MostTold = 50;
}
