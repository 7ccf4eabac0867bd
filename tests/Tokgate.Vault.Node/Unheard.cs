namespace Tokgate.Vault.Node;

/// <summary>Makes the store write events, which another process delivers: this one does no background work.</summary>
internal sealed class Unheard : IGrantEventReceiver
{
    public Task HandleAsync(GrantEvent grantEvent, CancellationToken cancellationToken = default) => throw new InvalidOperationException("This process delivers nothing.");
}
