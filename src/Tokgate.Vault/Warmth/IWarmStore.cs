namespace Tokgate.Vault;

/// <summary>The work that is due, shared by all nodes without a leader.</summary>
public interface IWarmStore
{
    /// <summary>Takes grants that are due for this node for a while; no other node gets them meanwhile.</summary>
    /// <param name="now">What is due by then.</param>
    /// <param name="until">When they are due again, should this node not come back.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>The longest due first.</returns>
    Task<IReadOnlyList<Grant>> ClaimAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken = default);

    /// <summary>Puts grants back.</summary>
    /// <param name="due">When each is due; null never.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>Done.</returns>
    Task PostponeAsync(IReadOnlyDictionary<string, DateTimeOffset?> due, CancellationToken cancellationToken = default);

    /// <summary>Notes that grants were used.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="at">When. An earlier instant than the one that is there changes nothing.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>Done.</returns>
    Task TouchAsync(IReadOnlyCollection<string> ids, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Writes an event once.</summary>
    /// <param name="grantEvent">What is to be told.</param>
    /// <param name="grant">The grant as it was read; its <see cref="Grant.DueAt"/> is written.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if this was told for the grant's refresh deadline before.</returns>
    Task<bool> TryWarnAsync(Grant grant, GrantEvent grantEvent, CancellationToken cancellationToken = default);
}
