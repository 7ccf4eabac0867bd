namespace Tokgate.Server.Outgoing;

/// <summary>How a try ended. <see cref="NextAt"/> says when it is tried again; null is never, so what should have been tried again is dead.</summary>
internal sealed record DeliveryOutcome(DeliveryVerdict Verdict, OutgoingAnswer Answer, DateTimeOffset? NextAt);
