namespace Tokgate.Server.Webhooks;

/// <summary>Receivers and what they were sent, for whoever manages them while the broker runs. Those that settings declare are written by <see cref="IReceiverStore"/>.</summary>
internal interface IReceiverRegistry
{
    Task<WebhookReceiver?> FindAsync(string id, CancellationToken cancellationToken);

    Task<IReadOnlyList<WebhookReceiver>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False if there is one with this id.</summary>
    Task<bool> TryAddAsync(WebhookReceiver receiver, CancellationToken cancellationToken);

    /// <summary>Writes what is declared of it, and whether it is disabled, if the version is still that one. How it does begins anew with another address or when it is enabled.</summary>
    Task<bool> TryUpdateAsync(WebhookReceiver receiver, CancellationToken cancellationToken);

    /// <summary>What waits for it goes too. False if there is none.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="receiverId">Whose.</param>
    /// <param name="state">Null for any.</param>
    /// <param name="after">The delivery after which the page begins; null for the first.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(string receiverId, string? state, string? after, int skip, int limit, CancellationToken cancellationToken);

    Task<WebhookDelivery?> FindDeliveryAsync(string receiverId, string id, CancellationToken cancellationToken);
}
