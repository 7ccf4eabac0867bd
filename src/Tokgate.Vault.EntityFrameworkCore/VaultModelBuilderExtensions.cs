using Tokgate.Vault.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds the vault's tables to a model.</summary>
public static class VaultModelBuilderExtensions
{
    /// <summary>
    /// Adds <c>vault_grants</c>, <c>vault_apps</c>, <c>vault_keys</c> and <c>vault_events</c>. Call it in <c>OnModelCreating</c>, and make a migration; the model's default
    /// schema is followed.
    /// </summary>
    /// <param name="modelBuilder">The builder that <c>OnModelCreating</c> got.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder UseTokgateVault(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<VaultGrantRow>(VaultGrantRow.Configure);
        modelBuilder.Entity<VaultAppRow>(VaultAppRow.Configure);
        modelBuilder.Entity<VaultKeyRow>(VaultKeyRow.Configure);
        modelBuilder.Entity<VaultEventRow>(VaultEventRow.Configure);
        return modelBuilder;
    }
}
