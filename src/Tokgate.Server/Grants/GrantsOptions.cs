using Microsoft.Extensions.Options;

namespace Tokgate.Server.Grants;

internal sealed class GrantsOptions
{
    public static readonly TimeSpan MaxRefreshGrace = TimeSpan.FromMinutes(1);

    /// <value>How long a refresh token that was just used still yields its successor, to the same client. Zero treats every second use as theft.</value>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(10);

    internal sealed class Validation : IValidateOptions<GrantsOptions>
    {
        public ValidateOptionsResult Validate(string? name, GrantsOptions options) => options.RefreshGrace >= TimeSpan.Zero && options.RefreshGrace <= MaxRefreshGrace
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ErrorIds.RefreshGraceInvalid}: Tokgate__RefreshGrace must be between nothing and one minute; longer it would hide a theft.");
    }
}
