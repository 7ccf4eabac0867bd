using Microsoft.Extensions.Options;
using Tokgate.Server.Operations;

namespace Tokgate.Server.Upstream;

internal sealed class UpstreamOptions
{
    /// <summary>How many callbacks may wait for TikTok at once on this node. If TikTok hangs, the next ones are told at once instead of piling up.</summary>
    /// <value>1,000: with answers in a second, a thousand sign-ins a second.</value>
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>How many browsers may be at TikTok. Beyond it the oldest are forgotten: nothing is refused, and a flood shortens the time that people have instead.</summary>
    /// <value>100,000, which is about 150 MB, and 110 starts a second for 15 minutes.</value>
    public int MaxPending { get; set; } = 100_000;

    /// <summary>How long one callback may wait for TikTok: for the tokens, the person and every repetition together.</summary>
    /// <value>20 seconds. Shorter than the request time-out, or people would read that we took too long where it was TikTok.</value>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>After how many callbacks of a connection in a row that TikTok did not answer the next ones are told at once, with their sign-ins unspent. Zero never does.</summary>
    /// <value>20: whoever comes while TikTok hangs takes a place and waits for the whole deadline, and so many in a row are no accident.</value>
    public int BreakAfter { get; set; } = 20;

    /// <summary>How long they are told so, until one of them asks TikTok again for all.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(10);

    // The time-out is read as a setting and not as an option: options that are wrong would hide what is wrong here.
    internal sealed class Validation(IConfiguration configuration) : IValidateOptions<UpstreamOptions>
    {
        public ValidateOptionsResult Validate(string? name, UpstreamOptions options)
        {
            var timeout = configuration.GetValue("Tokgate:Limits:RequestTimeout", new LimitsOptions().RequestTimeout);
            return options.MaxWaiting < 1 || options.MaxPending < 10
                ? ValidateOptionsResult.Fail($"{ErrorIds.UpstreamLimitsInvalid}: Tokgate__Upstream__MaxWaiting must be at least 1 and Tokgate__Upstream__MaxPending at least 10.")
                : options.Deadline <= TimeSpan.Zero || (timeout > TimeSpan.Zero && options.Deadline >= timeout)
                ? ValidateOptionsResult.Fail($"{ErrorIds.UpstreamLimitsInvalid}: Tokgate__Upstream__Deadline must be above 0 and shorter than Tokgate__Limits__RequestTimeout, which is {timeout:c}.")
                : options.BreakAfter < 0 || options.BreakFor <= TimeSpan.Zero || options.BreakFor > TimeSpan.FromMinutes(10)
                ? ValidateOptionsResult.Fail($"{ErrorIds.UpstreamLimitsInvalid}: Tokgate__Upstream__BreakAfter must be at least 0 and Tokgate__Upstream__BreakFor above 0 and at most 10 minutes.")
                : ValidateOptionsResult.Success;
        }
    }
}
