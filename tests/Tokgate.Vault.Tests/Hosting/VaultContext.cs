using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>A context as an application has one, with a table of its own beside the vault's.</summary>
public sealed class VaultContext(DbContextOptions<VaultContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault();
}
