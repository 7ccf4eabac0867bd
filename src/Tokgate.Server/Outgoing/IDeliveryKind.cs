using System.Net;

namespace Tokgate.Server.Outgoing;

/// <summary>One kind of message: what is sent, and what the answers mean. The queue, the guard and the retries are the same for all.</summary>
internal interface IDeliveryKind
{
    /// <summary>Stored with each delivery; never changed.</summary>
    string Name { get; }

    /// <value>How often it is tried; null is as often as <see cref="DeliveryOptions.MaxAttempts"/> says.</value>
    int? MaxAttempts { get; }

    /// <summary>The body of this try; null if there is nothing left to say.</summary>
    ValueTask<HttpContent?> MakeAsync(Delivery delivery, CancellationToken cancellationToken);

    DeliveryVerdict Judge(HttpStatusCode status);

    /// <summary>Once the outcome of a try is on record; if this fails, the outcome stands.</summary>
    Task AfterAsync(Delivery delivery, DeliveryOutcome outcome);
}
