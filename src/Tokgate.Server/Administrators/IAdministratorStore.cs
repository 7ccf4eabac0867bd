namespace Tokgate.Server.Administrators;

internal interface IAdministratorStore
{
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<AdministratorStanding>> ListAsync(CancellationToken cancellationToken);

    Task<AdministratorStanding?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>False if there is no such administrator, or it is the last owner, who stays one.</summary>
    Task<bool> TryChangeRoleAsync(string id, AdministratorRole role);

    /// <summary>With everything they sign in with, and their sessions. False as above.</summary>
    Task<bool> TryRemoveAsync(string id);
}
