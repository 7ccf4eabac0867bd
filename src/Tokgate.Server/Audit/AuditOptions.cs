using Microsoft.Extensions.Options;

namespace Tokgate.Server.Audit;

internal sealed class AuditOptions
{
    /// <value>90 days: long enough to find out after a quarter what happened, and not for ever.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <value>Truncated: a network is enough to see a pattern. An operator who has to answer for single people's addresses may keep them.</value>
    public AuditAddress Address { get; set; } = AuditAddress.Truncated;

    internal sealed class Validation : IValidateOptions<AuditOptions>
    {
        public ValidateOptionsResult Validate(string? name, AuditOptions options) => options.Retention < TimeSpan.FromHours(1) || options.Retention > TimeSpan.FromDays(3650) || !Enum.IsDefined(options.Address)
            ? ValidateOptionsResult.Fail($"{ErrorIds.AuditInvalid}: Tokgate__Audit__Retention must be from 1 hour to 3650 days, and Tokgate__Audit__Address Truncated or Full.")
            : ValidateOptionsResult.Success;
    }
}
