namespace Tokgate.Vault;

/// <summary>A master key in a file that only its owner may read.</summary>
/// <param name="path">32 bytes in base64. On Unix a file that group or others may read or write is refused.</param>
public sealed class MasterKeyFile(string path) : IMasterKeySource
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public MasterKey Load()
    {
        if (!File.Exists(path))
        {
            throw new VaultKeyException(ErrorIds.MasterKeyMissing, $"The master key file {path} does not exist. Restore it from your backup; nothing that it sealed can be read without it.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new VaultKeyException(ErrorIds.MasterKeyExposed, $"The master key file {path} can be read or changed by others than its owner. Run: chmod 600 {path}");
        }

        try
        {
            return MasterKey.FromBase64(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VaultKeyException(ErrorIds.MasterKeyMissing, $"The master key file {path} cannot be read.", exception);
        }
    }
}
