namespace Tokgate.Vault;

/// <summary>Events that were written and wait for the receivers of some node.</summary>
public interface IGrantEventStore
{
    /// <summary>Takes some for this node for a while; no other node gets them meanwhile.</summary>
    /// <param name="until">When they are free again if they were not completed.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>Oldest first.</returns>
    Task<IReadOnlyList<GrantEvent>> ClaimAsync(DateTimeOffset until, int limit, CancellationToken cancellationToken = default);

    /// <summary>Deletes those that were dealt with.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>Done.</returns>
    Task CompleteAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);
}
