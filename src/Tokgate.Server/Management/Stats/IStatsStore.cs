namespace Tokgate.Server.Management.Stats;

/// <summary>Counters of sign-ins, kept from the trail behind everybody's back: a sign-in writes nothing more for them, and a call counts no more than the last minutes.</summary>
internal interface IStatsStore
{
    /// <summary>What is counted, and what came since then up to a batch.</summary>
    Task<IReadOnlyList<DailyStats>> DailyAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>How many people signed in since then.</summary>
    Task<long> ActiveAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>What failed since then, by cause, from the trail itself: what failed a moment ago is in it.</summary>
    Task<FailureStats> FailuresAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>How TikTok's grants stand; expiring are those whose refresh token ends before an instant.</summary>
    Task<GrantStats> GrantsAsync(DateTimeOffset expiringBefore, CancellationToken cancellationToken);

    /// <summary>Counts on, a batch at most. True if there is more to count at once.</summary>
    Task<bool> RollUpAsync(CancellationToken cancellationToken);
}
