namespace Tokgate.Vault;

/// <summary>Where a master key comes from. Ships as <see cref="MasterKeyFile"/>, <see cref="MasterKeyVariable"/> and <see cref="MasterKeyCommand"/>.</summary>
public interface IMasterKeySource
{
    /// <summary>Reads the key. Called once per process, at start; it may take its time.</summary>
    /// <returns>The key.</returns>
    /// <exception cref="VaultKeyException">There is none, or it cannot be used.</exception>
    MasterKey Load();
}
