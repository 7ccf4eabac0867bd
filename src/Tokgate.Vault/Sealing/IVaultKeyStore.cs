namespace Tokgate.Vault;

/// <summary>Which master keys the database was made with, and what is left to move to the current one.</summary>
public interface IVaultKeyStore
{
    /// <summary>Reads the sentinels.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One per master key that was ever the current one.</returns>
    Task<IReadOnlyList<KeySentinel>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a sentinel.</summary>
    /// <param name="sentinel">What to add.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if the key has one.</returns>
    Task<bool> TryAddAsync(KeySentinel sentinel, CancellationToken cancellationToken = default);

    /// <summary>Retires all keys but one: who starts with a retired key as its current one is refused.</summary>
    /// <param name="currentKeyId">The one that stays.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>How many were retired.</returns>
    Task<int> RetireOthersAsync(string currentKeyId, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Grants that are not sealed as they should be.</summary>
    /// <param name="currentKeyId">They are under another master key than this one;</param>
    /// <param name="before">or, if given, their data key is older than this.</param>
    /// <param name="after">Only grants with ids above this one; null begins at the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>By id; fewer than the limit at the end.</returns>
    Task<IReadOnlyList<Grant>> ListOutdatedAsync(string currentKeyId, DateTimeOffset? before, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Writes boxes over those that were read, each only if generation, master key and data key have not moved and no attempt is under way, which would write the former boxes again.</summary>
    /// <param name="resealed">The grants as they were read, and their new boxes.</param>
    /// <param name="isNewDataKey">Whether the data keys are new ones.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>How many were written.</returns>
    Task<int> ResealAsync(IReadOnlyList<KeyValuePair<Grant, SealedTokens>> resealed, bool isNewDataKey, DateTimeOffset at, CancellationToken cancellationToken = default);
}
