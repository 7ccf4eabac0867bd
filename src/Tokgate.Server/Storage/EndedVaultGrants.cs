namespace Tokgate.Server.Storage;

/// <summary>Grants that ended and whose tokens are destroyed stay a while, so that people and operators can see what became of them.</summary>
internal sealed class EndedVaultGrants : IExpiringRows
{
    public ExpiringRows Expiring => new("vault_grants", "id", "attempt_at") { KeptFor = TimeSpan.FromDays(30), Only = "state = 'Revoked' and data_key is null" };
}
