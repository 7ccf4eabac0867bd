using System.Collections.Frozen;

namespace Tokgate.Server.Webhooks;

/// <summary>
/// What anybody wants to be told, as this node knows it: a sign-in of which nobody wants to hear costs nothing. A change on this node counts at once, one on
/// another node within <see cref="ReceiverHostedService.Interval"/>. Who exactly gets an event, the table says when it is written.
/// </summary>
internal sealed class ReceiverDirectory(IReceiverStore store)
{
    private volatile FrozenSet<string> wanted = [];

    public bool Wants(string type) => wanted.Contains(type);

    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        wanted = (await store.ListAsync(cancellationToken)).Where(static receiver => receiver.DisabledAt is null).SelectMany(static receiver => receiver.Events).ToFrozenSet(StringComparer.Ordinal);
}
