namespace Tokgate.Server.Webhooks;

/// <summary>What was told, to whom, and how that went. Events come into it inside the transaction of what caused them.</summary>
internal interface IWebhookEventStore
{
    /// <summary>How many events one replay sends.</summary>
    const int MostReplayed = 10_000;

    /// <summary>What this receiver is to get; null if the event or the receiver is gone, or the receiver disabled.</summary>
    Task<WebhookMessage?> FindAsync(string eventId, string receiverId, CancellationToken cancellationToken);

    /// <summary>Newest first; null does not matter.</summary>
    Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? eventId, string? receiverId, int limit, CancellationToken cancellationToken);

    /// <summary>Sends an event again, as if for the first time, to everybody who wants it or to one of them; not where it is under way. How many will get it.</summary>
    Task<int> ReplayAsync(string eventId, string? receiverId, CancellationToken cancellationToken);

    /// <summary>Sends one receiver again what happened since then and it wants, the oldest first; not what is under way. How many it will get, <see cref="MostReplayed"/> at most.</summary>
    Task<int> ReplaySinceAsync(string receiverId, DateTimeOffset since, CancellationToken cancellationToken);
}
