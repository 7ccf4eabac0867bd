using Microsoft.Extensions.Options;

namespace Tokgate.Server.Sessions;

internal sealed class BrowserSessionOptions
{
    /// <value>How long a session lives without being used.</value>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <value>How long it lives at most.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    internal sealed class Validation : IValidateOptions<BrowserSessionOptions>
    {
        public ValidateOptionsResult Validate(string? name, BrowserSessionOptions options) =>
            options.IdleLifetime >= TimeSpan.FromMinutes(1) && options.IdleLifetime <= options.Lifetime && options.Lifetime <= TimeSpan.FromDays(400)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{ErrorIds.SessionLifetimeInvalid}: Tokgate__Sessions__IdleLifetime must be at least a minute and not more than Tokgate__Sessions__Lifetime, which is at most 400 days.");
    }
}
