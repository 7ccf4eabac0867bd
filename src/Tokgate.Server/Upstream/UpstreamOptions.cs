using Microsoft.Extensions.Options;

namespace Tokgate.Server.Upstream;

internal sealed class UpstreamOptions
{
    /// <summary>How many callbacks may wait for TikTok at once on this node. If TikTok hangs, the next ones are told at once instead of piling up.</summary>
    /// <value>1,000: with answers in a second, a thousand sign-ins a second.</value>
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>How many browsers may be at TikTok. Beyond it the oldest are forgotten: nothing is refused, and a flood shortens the time that people have instead.</summary>
    /// <value>100,000, which is about 150 MB, and 110 starts a second for 15 minutes.</value>
    public int MaxPending { get; set; } = 100_000;

    internal sealed class Validation : IValidateOptions<UpstreamOptions>
    {
        public ValidateOptionsResult Validate(string? name, UpstreamOptions options) => options.MaxWaiting < 1 || options.MaxPending < 10
            ? ValidateOptionsResult.Fail($"{ErrorIds.UpstreamLimitsInvalid}: Tokgate__Upstream__MaxWaiting must be at least 1 and Tokgate__Upstream__MaxPending at least 10.")
            : ValidateOptionsResult.Success;
    }
}
