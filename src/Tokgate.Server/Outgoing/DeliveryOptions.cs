using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

internal sealed class DeliveryOptions
{
    /// <value>How often a delivery is tried before it is dead. With the other defaults the last try comes after one and a half to three hours.</value>
    public int MaxAttempts { get; set; } = 8;

    /// <value>How long after the first failure it is tried again; each further wait is four times as long. A wait is cut by up to half, at random.</value>
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>The longest wait between two tries.</value>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <value>How long one try may take, from the name's resolution to the answer's headers.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How many deliveries one process has under way at once.</value>
    public int Parallel { get; set; } = 16;

    /// <value>How many of them to one host, so that a slow one does not take all.</value>
    public int ParallelPerHost { get; set; } = 4;

    /// <value>How long it stays on record how a delivery ended.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    internal sealed class Validation : IValidateOptions<DeliveryOptions>
    {
        public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
        {
            var faults = new List<string>();
            Check(options.MaxAttempts is >= 1 and <= 50, "MaxAttempts must be 1 to 50");
            Check(options.FirstRetryAfter >= TimeSpan.FromSeconds(1) && options.FirstRetryAfter <= options.MaxRetryAfter, "FirstRetryAfter must be at least a second and not more than MaxRetryAfter");
            Check(options.MaxRetryAfter <= TimeSpan.FromDays(1), "MaxRetryAfter must be at most a day");
            Check(options.AttemptTimeout >= TimeSpan.FromSeconds(1) && options.AttemptTimeout <= TimeSpan.FromMinutes(1), "AttemptTimeout must be a second to a minute");
            Check(options.Parallel is >= 1 and <= 256, "Parallel must be 1 to 256");
            Check(options.ParallelPerHost >= 1 && options.ParallelPerHost <= options.Parallel, "ParallelPerHost must be at least 1 and not more than Parallel");
            Check(options.KeepFor >= TimeSpan.FromMinutes(1) && options.KeepFor <= TimeSpan.FromDays(400), "KeepFor must be a minute to 400 days");
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

            void Check(bool holds, string fault)
            {
                if (!holds)
                {
                    faults.Add($"{ErrorIds.DeliveriesInvalid}: Tokgate__Deliveries__{fault}.");
                }
            }
        }
    }
}
