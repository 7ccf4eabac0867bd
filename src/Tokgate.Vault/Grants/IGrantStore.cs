namespace Tokgate.Vault;

/// <summary>Keeps grants. Every change is one conditional statement in a transaction of its own, outside any transaction of the caller, together with its events.</summary>
public interface IGrantStore
{
    /// <summary>Reads one grant.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    Task<Grant?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads all grants of one owner, newest first.</summary>
    /// <param name="owner">The application's own key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Possibly none.</returns>
    Task<IReadOnlyList<Grant>> ListAsync(string owner, CancellationToken cancellationToken = default);

    /// <summary>Adds a grant unless TikTok app, owner and open_id have one.</summary>
    /// <param name="grant">The whole grant.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if they have one.</returns>
    Task<bool> TryAddAsync(Grant grant, CancellationToken cancellationToken = default);

    /// <summary>Writes tokens, scopes, deadlines, state and schedule over a grant whose generation has not moved; its lease and failures are forgotten.</summary>
    /// <param name="grant">The grant with its new generation.</param>
    /// <param name="formerGeneration">The generation that it must still have.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if it moved, or the grant is gone.</returns>
    Task<bool> TryReplaceAsync(Grant grant, long formerGeneration, CancellationToken cancellationToken = default);

    /// <summary>Ends a grant on our side: raises its generation, so that no refresh under way can bring it back. Its lease stays. A second call changes nothing.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">Now.</param>
    /// <param name="announce">Makes the event that is written with it.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>The grant as it is then; null when there is none.</returns>
    Task<Grant?> RevokeAsync(string id, DateTimeOffset at, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default);

    /// <summary>Ends all grants of a user that were authorized before an instant, and destroys their tokens.</summary>
    /// <param name="removal">Which and why.</param>
    /// <param name="announce">Makes the event that is written with each.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>Those that were ended by this call.</returns>
    Task<IReadOnlyList<Grant>> RemoveAsync(GrantRemoval removal, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default);

    /// <summary>Destroys a grant, its data key and its tokens with it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="announce">Makes the event that is written with it.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False when there is none.</returns>
    Task<bool> DeleteAsync(string id, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default);
}
