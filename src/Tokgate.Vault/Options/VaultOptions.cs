using System.Globalization;
using Microsoft.Extensions.Options;

namespace Tokgate.Vault;

/// <summary>Times and limits of the vault. The defaults fit TikTok's two-hour tokens and its daily ones alike.</summary>
public sealed class VaultOptions
{
    /// <summary>How long an access token must live on to be given out, for callers that do not say.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan MinTtl { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>However long callers want a token to live on, one that is younger than this is not refreshed for that.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan MinRefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a caller waits for a refresh before it gets the old token, or none.</summary>
    /// <value>Default: 20 s.</value>
    public TimeSpan ReadWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest that one request to TikTok may take, from the taking of its lease to the last byte of the answer. A client with a shorter timeout of its own ends it before, and the
    /// grant is ambiguous all the same: those of <c>AddTikTok</c> give up after their <c>BackchannelTimeout</c>, 10 s unless set. Longer than this none can be.
    /// </summary>
    /// <value>Default: 15 s.</value>
    public TimeSpan RefreshDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How much the clocks of two nodes may differ.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nobody else may ask TikTok about a grant. If a process dies, its grant waits this long.</summary>
    /// <value>Default: 30 s. At least <see cref="RefreshDeadline"/> and <see cref="ClockSkew"/> together.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a pair that TikTok gave is tried to be written, while the database is away. The lease may end before; the pair is written all the same.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan CommitRetryFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The first wait after a failure; each further one is twice as long, with a fifth of jitter.</summary>
    /// <value>Default: 2 s.</value>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two attempts.</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The first wait of an app whose key or secret TikTok refused; each further one is twice as long, up to <see cref="MaxBackoff"/>.</summary>
    /// <value>Default: 30 s.</value>
    public TimeSpan PauseBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often those who wait for another process read again, at first and at most.</summary>
    /// <value>Default: 100 ms.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the tokens of a grant that we ended are kept, to tell TikTok; and how old a removal of TikTok's may be, which it repeats that long.</summary>
    /// <value>Default: 72 hours.</value>
    public TimeSpan RevokeFor { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Background work.</summary>
    public WarmthOptions Warmth { get; set; } = new();

    /// <summary>How exact <see cref="Grant.LastUsedAt"/> is: a use that soon after the last one is not written.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan UsageResolution { get; set; } = TimeSpan.FromMinutes(10);

    internal sealed class Validation : IValidateOptions<VaultOptions>
    {
        public ValidateOptionsResult Validate(string? name, VaultOptions options)
        {
            List<string> faults = [.. options.Faults(), .. options.Warmth.Faults()];
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }

    internal static IEnumerable<string> NotPositive(params IEnumerable<(string Name, TimeSpan Value)> spans) =>
        from span in spans
        where span.Value <= TimeSpan.Zero || span.Value > TimeSpan.FromDays(3650)
        select $"{ErrorIds.OptionOutOfRange}: {span.Name} must be above zero and at most ten years.";

    private IEnumerable<string> Faults()
    {
        var faults = NotPositive(
            (nameof(ReadWait), ReadWait), (nameof(RefreshDeadline), RefreshDeadline), (nameof(Lease), Lease), (nameof(CommitRetryFor), CommitRetryFor), (nameof(Backoff), Backoff),
            (nameof(MaxBackoff), MaxBackoff), (nameof(PauseBackoff), PauseBackoff), (nameof(PollInterval), PollInterval), (nameof(RevokeFor), RevokeFor), (nameof(UsageResolution), UsageResolution));
        if (MinTtl < TimeSpan.Zero || MinRefreshInterval < TimeSpan.Zero || ClockSkew < TimeSpan.Zero)
        {
            faults = faults.Append($"{ErrorIds.OptionOutOfRange}: {nameof(MinTtl)}, {nameof(MinRefreshInterval)} and {nameof(ClockSkew)} cannot be negative.");
        }

        // Otherwise a second node may ask TikTok while the first one's request is still on its way.
        return Lease >= RefreshDeadline + ClockSkew
            ? faults
            : faults.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{ErrorIds.OptionOutOfRange}: {nameof(Lease)} is {Lease}; it must be at least {nameof(RefreshDeadline)} and {nameof(ClockSkew)} together, {RefreshDeadline + ClockSkew}."));
    }
}
