namespace Tokgate.Vault;

/// <summary>The life of an attempt at TikTok, in conditional statements: whoever takes the lease asks, and nobody else.</summary>
public interface IRefreshStore
{
    /// <summary>
    /// Takes the lease if the grant's generation is unmoved, its state allows asking, its back-off is over, and the lease is free or over; thereby the attempt is on record
    /// before anything leaves. If the lease was over with its attempt open, the grant is <see cref="GrantState.Ambiguous"/> from then on.
    /// </summary>
    /// <param name="start">Who asks for what.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>The grant with the lease; null if a condition does not hold.</returns>
    Task<Grant?> TryBeginAsync(RefreshStart start, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a new pair on id and generation alone, over whatever another attempt wrote meanwhile, and makes the grant active. For a grant that is being revoked
    /// (<see cref="RefreshCommit.IsForRevocation"/>) on id and attempt instead, leaving state and generation.
    /// </summary>
    /// <param name="commit">The pair.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if the generation moved, or the grant is gone.</returns>
    Task<bool> TryCommitAsync(RefreshCommit commit, CancellationToken cancellationToken = default);

    /// <summary>Closes an attempt that brought nothing, on id, generation and attempt.</summary>
    /// <param name="failure">What became of it.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if the generation moved, another attempt began, or the grant is gone.</returns>
    Task<bool> TryFailAsync(RefreshFailure failure, CancellationToken cancellationToken = default);

    /// <summary>Destroys data key and tokens of a revoked grant.</summary>
    /// <param name="id">The grant.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if it is not revoked, or was shredded before.</returns>
    Task<bool> ShredAsync(string id, CancellationToken cancellationToken = default);
}
