namespace Tokgate.Vault;

/// <summary>Knows the TikTok apps that grants were given to, the former ones too.</summary>
public interface ITikTokAppSource
{
    /// <summary>Looks an app up.</summary>
    /// <param name="clientKey">Its client key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the application does not know it (any more): its grants wait.</returns>
    ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default);
}
