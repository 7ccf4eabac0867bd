namespace Tokgate.Server.Administrators;

/// <summary>What administrators sign in with. Whatever changes ends their other sessions in the same transaction: who changes it may do so because somebody else has it.</summary>
internal interface IAdministratorCredentialStore
{
    Task<AdministratorCredentials?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Password, authenticator and recovery codes at once, in place of those of before; false if the administrator was changed since <paramref name="version"/>.</summary>
    Task<bool> TrySetPasswordAsync(string id, long version, NewPassword password, string session);

    Task<bool> TryRemovePasswordAsync(string id, string session);

    /// <summary>False if there is no authenticator for which they could stand in.</summary>
    Task<bool> TryReplaceRecoveryCodesAsync(string id, IReadOnlyList<byte[]> hashes, string session);

    /// <summary>By which of the broker's users they sign in too; null for none. False if that user is another administrator's.</summary>
    Task<bool> TryLinkAsync(string id, string? userId, string session);

    /// <summary>Everybody's authenticators, sealed.</summary>
    Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListSealedAsync(CancellationToken cancellationToken);

    /// <summary>False if it is another now than was read.</summary>
    Task<bool> TryResealAsync(string id, byte[] read, byte[] value, CancellationToken cancellationToken);
}
