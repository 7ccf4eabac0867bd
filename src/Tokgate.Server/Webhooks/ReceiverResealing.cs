using Tokgate.Server.Keys;

namespace Tokgate.Server.Webhooks;

/// <summary>The secrets of all receivers under the master key of now, whoever declared them. A start seals only those of the settings.</summary>
internal sealed class ReceiverResealing(IReceiverStore store, ReceiverSecrets secrets) : ISealedRows
{
    public async Task ResealAsync(CancellationToken cancellationToken)
    {
        foreach (var receiver in await store.ListAsync(cancellationToken))
        {
            // One that cannot be opened was sealed by neither key: it is told when it is to be used, and is no worse for staying.
            if (secrets.Open(receiver.Id, receiver.SealedSecrets) is { Count: > 0 } opened)
            {
                await store.TryResealAsync(receiver, secrets.Seal(receiver.Id, opened), cancellationToken);
            }
        }
    }
}
