using Microsoft.EntityFrameworkCore;

namespace Tokgate.Playground.Sample.Tokens;

/// <summary>The sample's own database: a context of one's own with the vault's tables in it.</summary>
internal sealed class SampleDatabase(DbContextOptions<SampleDatabase> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault();
}
