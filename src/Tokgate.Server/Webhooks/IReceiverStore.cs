namespace Tokgate.Server.Webhooks;

/// <summary>Receivers, whoever declares them.</summary>
internal interface IReceiverStore
{
    Task<IReadOnlyList<WebhookReceiver>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds it or writes over it. How it does and whether it is disabled stays, unless it has another address now.</summary>
    Task SaveAsync(WebhookReceiver receiver, CancellationToken cancellationToken);

    /// <summary>False if its secrets are not what was read any more.</summary>
    Task<bool> TryResealAsync(WebhookReceiver read, byte[] box, CancellationToken cancellationToken);

    /// <summary>Removes those that settings had declared, but for these.</summary>
    Task RemoveUndeclaredAsync(IReadOnlyCollection<string> declared, CancellationToken cancellationToken);

    /// <summary>False if there is none, or it is enabled.</summary>
    Task<bool> EnableAsync(string id, CancellationToken cancellationToken);

    /// <summary>False if there is none, or it is disabled already.</summary>
    Task<bool> DisableAsync(string id, string cause);

    Task SucceededAsync(string id);

    /// <summary>True if it has failed for so long that this disabled it.</summary>
    Task<bool> FailedAsync(string id, TimeSpan disableAfter);
}
