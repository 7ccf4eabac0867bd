namespace Tokgate.Vault;

/// <summary>The seams of a store, together. One class may be all of them.</summary>
/// <param name="Grants">Where grants are read, added and ended.</param>
/// <param name="Refreshes">Attempts.</param>
/// <param name="Warmth">What is due.</param>
/// <param name="Apps">TikTok apps.</param>
/// <param name="Keys">Master keys.</param>
/// <param name="Events">Events that wait.</param>
public sealed record VaultStores(IGrantStore Grants, IRefreshStore Refreshes, IWarmStore Warmth, ITikTokAppStore Apps, IVaultKeyStore Keys, IGrantEventStore Events);
