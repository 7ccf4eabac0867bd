using Microsoft.EntityFrameworkCore;

namespace Tokgate.Bench;

/// <summary>The vault's tables, and beside them the table of an application that has none.</summary>
internal sealed class VaultContext(DbContextOptions<VaultContext> options) : DbContext(options)
{
    public DbSet<PlainGrant> PlainGrants => Set<PlainGrant>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault().Entity<PlainGrant>().ToTable("plain_grants");
}
