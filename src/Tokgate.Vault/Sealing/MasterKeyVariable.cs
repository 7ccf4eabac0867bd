namespace Tokgate.Vault;

/// <summary>A master key in an environment variable. Whoever may list the process's environment can read it; a file is better where there is one.</summary>
/// <param name="name">The variable that holds 32 bytes in base64.</param>
public sealed class MasterKeyVariable(string name) : IMasterKeySource
{
    /// <inheritdoc/>
    public MasterKey Load() => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? MasterKey.FromBase64(text)
        : throw new VaultKeyException(ErrorIds.MasterKeyMissing, $"The environment variable {name} holds no master key.");
}
