namespace Tokgate.Server.Keys;

/// <summary>Proves at start that the master key is the one this database was made with, before anything is sealed with another.</summary>
internal sealed class MasterKeySentinel(MasterKey masterKey, ISealedSettingStore settings)
{
    private const string Name = "master-key";

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var key = masterKey.Derive("sentinel");
        var box = await settings.FindAsync(Name, cancellationToken);
        if (box is null)
        {
            await settings.TryAddAsync(Name, key.Seal("tokgate"u8, "master-key"u8), cancellationToken);
            box = await settings.FindAsync(Name, cancellationToken); // another node may have been first, with another key
        }

        if (!key.TryOpen(box, "master-key"u8, out _))
        {
            throw new SetupException(ErrorIds.MasterKeyWrong, "The master key is not the one that this database was made with. Nothing was changed.");
        }
    }
}
