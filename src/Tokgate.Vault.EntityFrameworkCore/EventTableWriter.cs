using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>Puts events into <c>vault_events</c>, for the receivers of whichever node comes first. Without receivers it writes nothing: nobody would ever empty the table.</summary>
internal sealed class EventTableWriter(IEnumerable<IGrantEventReceiver> receivers) : IGrantEventWriter
{
    private readonly bool _isHeard = receivers.Any();

    public async Task WriteAsync(DbContext context, IReadOnlyList<GrantEvent> events, CancellationToken cancellationToken = default)
    {
        if (_isHeard)
        {
            context.Set<VaultEventRow>().AddRange(events.Select(VaultEventRow.Of));
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            context.ChangeTracker.Clear();
        }
    }
}
