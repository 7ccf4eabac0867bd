using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>Writes events into the transaction of the change that they tell of. Replace it to put rows of your own there, such as those of an outbox.</summary>
public interface IGrantEventWriter
{
    /// <summary>Writes; called inside the transaction, before its commit.</summary>
    /// <param name="context">The transaction's context. Await nothing but it.</param>
    /// <param name="events">At least one.</param>
    /// <param name="cancellationToken">Not for giving up: what has begun runs to its end.</param>
    /// <returns>Done.</returns>
    Task WriteAsync(DbContext context, IReadOnlyList<GrantEvent> events, CancellationToken cancellationToken = default);
}
