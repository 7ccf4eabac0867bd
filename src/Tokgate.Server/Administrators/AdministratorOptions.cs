using Microsoft.Extensions.Options;

namespace Tokgate.Server.Administrators;

internal sealed class AdministratorOptions
{
    /// <value>How long a session at the dashboard lives without being used.</value>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <value>How long it lives at most.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <value>How long a one-time link is good.</value>
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(1);

    internal sealed class Validation : IValidateOptions<AdministratorOptions>
    {
        public ValidateOptionsResult Validate(string? name, AdministratorOptions options) =>
            options.IdleLifetime < TimeSpan.FromMinutes(1) || options.IdleLifetime > options.Lifetime || options.Lifetime > TimeSpan.FromDays(90)
                ? ValidateOptionsResult.Fail($"{ErrorIds.AdministratorLifetimeInvalid}: Tokgate__Administrators__IdleLifetime must be at least a minute and not more than Tokgate__Administrators__Lifetime, which is at most 90 days.")
                : options.InvitationLifetime < TimeSpan.FromMinutes(1) || options.InvitationLifetime > TimeSpan.FromDays(30)
                ? ValidateOptionsResult.Fail($"{ErrorIds.AdministratorLifetimeInvalid}: Tokgate__Administrators__InvitationLifetime must be from a minute to 30 days.")
                : ValidateOptionsResult.Success;
    }
}
