namespace Tokgate.Server.Webhooks;

/// <summary>An entry of the delivery log.</summary>
internal sealed record WebhookDelivery
{
    /// <summary>Stored with each delivery; never changed.</summary>
    public const string Kind = "webhook";

    public required string Id { get; init; }

    public required string EventId { get; init; }

    public required string ReceiverId { get; init; }

    /// <value><c>waiting</c>, <c>done</c> or <c>dead</c>.</value>
    public required string State { get; init; }

    public required int Attempts { get; init; }

    /// <value>What the receiver answered last; null if nothing.</value>
    public int? LastStatus { get; init; }

    /// <value>Why there was no answer; null if there was one.</value>
    public string? LastCause { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <value>Null while it waits.</value>
    public DateTimeOffset? EndedAt { get; init; }
}
