using Microsoft.EntityFrameworkCore;

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>The application's own context, with a table of its own beside the vault's.</summary>
public sealed class VaultContext(DbContextOptions<VaultContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault();
}
