using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tokgate.Vault.EntityFrameworkCore.Tests;

/// <summary>What <c>UseTokgateVault</c> adds to an application's model.</summary>
public sealed class ModelTests
{
    [Fact]
    public void The_tables_follow_the_models_schema_and_none_holds_an_instant_that_a_database_could_misread()
    {
        using var context = new Application(new DbContextOptionsBuilder<Application>().UseNpgsql("Host=nowhere").Options);
        var script = context.Database.GenerateCreateScript();
        foreach (var table in new[] { "vault_grants", "vault_apps", "vault_keys", "vault_events" })
        {
            Assert.Contains($"CREATE TABLE app.{table}", script, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("timestamp", script, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CREATE UNIQUE INDEX vault_grants_owner ON app.vault_grants (owner, tiktok_app, open_id)", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_the_tables_is_told_so()
    {
        var services = new ServiceCollection();
        services.AddDbContext<Bare>(builder => builder.UseSqlite("Data Source=:memory:"));
        await using var provider = services.BuildServiceProvider();
        using var database = new ContextVaultDatabase<Bare>(provider.GetRequiredService<IServiceScopeFactory>());
        var stores = EntityFrameworkVaultStore.Create(database, EntityFrameworkVaultStore.EventTable([]), TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Refreshes.ShredAsync("grant"));

        Assert.Contains("UseTokgateVault", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class Application(DbContextOptions<Application> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema("app").UseTokgateVault();
    }

    private sealed class Bare(DbContextOptions<Bare> options) : DbContext(options);
}
