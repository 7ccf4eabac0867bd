using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.Node;

internal sealed class NodeContext(DbContextOptions<NodeContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault();
}
