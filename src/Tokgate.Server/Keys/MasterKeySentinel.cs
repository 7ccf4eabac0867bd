using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>
/// Proves at start that the master key is the one this database was made with, before anything is sealed with another. The vault's sentinels say so, one per key;
/// a database from before the vault has one of its own, and is held to that too.
/// </summary>
internal sealed class MasterKeySentinel(MasterKeyRing ring, TikTokVault vault, ISealedSettingStore settings)
{
    public const string Name = "master-key";
    public const string Purpose = "sentinel";

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await settings.FindAsync(Name, cancellationToken) is { } box && !ring.Derive(Purpose).TryOpen(box, "master-key"u8, out _))
        {
            throw new SetupException(ErrorIds.MasterKeyWrong, "The master key is not the one that this database was made with. Nothing was changed.");
        }

        try
        {
            await vault.CheckKeysAsync(cancellationToken);
        }
        catch (VaultKeyException fault)
        {
            throw new SetupException(ErrorIds.MasterKeyWrong, $"The master key does not fit this database. {fault.Message}", fault);
        }
    }
}
