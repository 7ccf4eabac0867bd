namespace Tokgate.Vault;

/// <summary>What background work keeps fresh, and how hard it may press TikTok.</summary>
public sealed class WarmthOptions
{
    /// <summary>Grants whose token was asked for this recently are refreshed before it dies; others when they are asked for.</summary>
    /// <value>Default: 7 days.</value>
    public TimeSpan UsedWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long before the end of an access token it is refreshed, at the latest. Never before half of its life.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan Before { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Up to so much earlier, at random, so that grants that began together do not come together.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan Jitter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a node looks for work.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How much a node takes at once.</summary>
    /// <value>Default: 100. Between 1 and 1,000.</value>
    public int Batch { get; set; } = 100;

    /// <summary>How many requests to TikTok one node has under way in the background.</summary>
    /// <value>Default: 16. Between 1 and 1,000.</value>
    public int Parallelism { get; set; } = 16;

    /// <summary>The background refreshes of one TikTok app per minute, by all nodes together. Those that callers wait for are not counted.</summary>
    /// <value>Default: 6,000.</value>
    public int BudgetPerMinute { get; set; } = 6_000;

    /// <summary>How long before the end of a refresh token it is renewed even if nobody uses the grant; if TikTok gives no more time, <see cref="GrantEventKind.Expiring"/> is told.</summary>
    /// <value>Default: 14 days. Never before half of its life.</value>
    public TimeSpan ExpiringWithin { get; set; } = TimeSpan.FromDays(14);

    internal IEnumerable<string> Faults()
    {
        var faults = VaultOptions.NotPositive(
            ($"Warmth.{nameof(UsedWithin)}", UsedWithin), ($"Warmth.{nameof(Before)}", Before), ($"Warmth.{nameof(Jitter)}", Jitter), ($"Warmth.{nameof(Interval)}", Interval),
            ($"Warmth.{nameof(ExpiringWithin)}", ExpiringWithin));
        return Batch is < 1 or > 1_000 || Parallelism is < 1 or > 1_000 || BudgetPerMinute < 1
            ? faults.Append($"{ErrorIds.OptionOutOfRange}: Warmth.{nameof(Batch)} and Warmth.{nameof(Parallelism)} must be 1 to 1000, Warmth.{nameof(BudgetPerMinute)} at least 1.")
            : faults;
    }
}
