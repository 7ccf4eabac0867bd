using Microsoft.Extensions.Options;

namespace Tokgate.Server.Webhooks;

internal sealed class WebhookOptions
{
    public IList<ReceiverOptions> Receivers { get; } = [];

    /// <value>How long an event can be replayed.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <value>After how long without a success a receiver that fails is disabled.</value>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <value>How often a message is tried. With the waits of <c>Tokgate__Deliveries</c> the last try comes after 13 to 27 hours.</value>
    public int MaxAttempts { get; set; } = 32;

    internal sealed class Validation : IValidateOptions<WebhookOptions>
    {
        private const int MostReceivers = 50;

        public ValidateOptionsResult Validate(string? name, WebhookOptions options)
        {
            var faults = new List<string>();
            Check(options.KeepFor >= TimeSpan.FromHours(1) && options.KeepFor <= TimeSpan.FromDays(400), "KeepFor must be an hour to 400 days");
            Check(options.DisableAfter >= TimeSpan.FromHours(1) && options.DisableAfter <= TimeSpan.FromDays(100), "DisableAfter must be an hour to 100 days");
            Check(options.MaxAttempts is >= 1 and <= 100, "MaxAttempts must be 1 to 100");
            Check(options.Receivers.Count <= MostReceivers, "Receivers must be at most 50");
            for (var index = 0; index < options.Receivers.Count; index++)
            {
                var receiver = options.Receivers[index];
                Check(WebhookReceiver.IsId(receiver.Id), $"Receivers__{index}__Id must be 1 to 50 lower-case letters, digits and '-'");
                Check(options.Receivers.Count(other => other.Id == receiver.Id) == 1, $"Receivers__{index}__Id is there twice");
                Check(!string.IsNullOrWhiteSpace(receiver.Url), $"Receivers__{index}__Url is missing");
                Check(!string.IsNullOrWhiteSpace(receiver.Secrets), $"Receivers__{index}__Secrets is missing: file:PATH or env:NAME");
                Check(WebhookTypes.Expand(ReceiverSeeding.Words(receiver.Events)) is not null, $"Receivers__{index}__Events names a type that there is not: {string.Join(", ", WebhookTypes.All)}, a family as grant.*, or *");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

            void Check(bool holds, string fault)
            {
                if (!holds)
                {
                    faults.Add($"{ErrorIds.WebhooksInvalid}: Tokgate__Webhooks__{fault}.");
                }
            }
        }
    }
}
