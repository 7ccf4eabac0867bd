using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Webhooks;

/// <summary>
/// Telling a receiver of an event, signed as Standard Webhooks 1.0 says. The id is the event's, the same at every try; the timestamp is the try's, so that a receiver may
/// refuse old ones. With two secrets there are two signatures, and the receiver takes either.
/// </summary>
internal sealed partial class WebhookDeliveryKind(
    IWebhookEventStore events, IReceiverStore receivers, ReceiverDirectory directory, ReceiverSecrets secrets, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookDeliveryKind> log) : IDeliveryKind
{
    public string Name => WebhookDelivery.Kind;

    public int? MaxAttempts => options.Value.MaxAttempts;

    public async ValueTask<HttpContent?> MakeAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var receiver = delivery.Recipient!; // this kind's rows have one
        if (await events.FindAsync(delivery.Subject, receiver, cancellationToken) is not { } message || secrets.Open(receiver, message.SealedSecrets) is not { Count: > 0 } keys)
        {
            return null;
        }

        var body = Encoding.UTF8.GetBytes(message.Body);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("webhook-id", delivery.Subject);
        content.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        content.Headers.Add("webhook-signature", string.Join(' ', keys.Select(key => key.Sign(delivery.Subject, timestamp, body))));
        return content;
    }

    public DeliveryVerdict Judge(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => DeliveryVerdict.Done,
        HttpStatusCode.Gone => DeliveryVerdict.Refused,
        _ => DeliveryVerdict.TryAgain,
    };

    public async Task AfterAsync(Delivery delivery, DeliveryOutcome outcome)
    {
        var receiver = delivery.Recipient!; // as above
        var isDisabled = false;
        if (outcome.Verdict == DeliveryVerdict.Done)
        {
            await receivers.SucceededAsync(receiver);
        }
        else if (outcome.Answer.Status == HttpStatusCode.Gone)
        {
            isDisabled = await receivers.DisableAsync(receiver, "gone");
        }
        else if (outcome.Answer.Cause is not (OutgoingCause.NothingToSend or OutgoingCause.Stopped))
        {
            isDisabled = await receivers.FailedAsync(receiver, options.Value.DisableAfter);
        }

        if (isDisabled)
        {
            LogDisabled(log, receiver, delivery.Host, outcome.Answer.Status, outcome.Answer.Cause);
            await directory.RefreshAsync(CancellationToken.None);
        }
    }
}
