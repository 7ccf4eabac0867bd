namespace Tokgate.Server.Administrators;

internal interface IAdministratorPasskeyStore
{
    Task<AdministratorPasskey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken);

    /// <summary>False if somebody has it already. Ends the administrator's other sessions, as does the removal.</summary>
    Task<bool> TryAddAsync(AdministratorPasskey passkey, string session);

    Task<bool> TryRenameAsync(string administratorId, byte[] credentialId, string name);

    Task<bool> TryRemoveAsync(string administratorId, byte[] credentialId, string session);
}
