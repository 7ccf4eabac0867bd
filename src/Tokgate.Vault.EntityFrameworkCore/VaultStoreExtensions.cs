using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tokgate.Vault.EntityFrameworkCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the vault's grants into a database of the application.</summary>
public static class VaultStoreExtensions
{
    /// <summary>
    /// Keeps grants in the application's own context, on SQLite or PostgreSQL. Its model must have the tables (<c>modelBuilder.UseTokgateVault()</c>). Every operation has a
    /// context and connection of its own; with <c>AddPooledDbContextFactory</c> it costs a quarter less. An <see cref="IVaultDatabase"/> or <see cref="IGrantEventWriter"/> that is registered before is used instead.
    /// </summary>
    /// <typeparam name="TContext">The context, registered by <c>AddDbContext</c> or a factory, which is used if there is one.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTikTokVaultStore<TContext>(this IServiceCollection services)
        where TContext : DbContext
    {
        services.TryAddSingleton<IVaultDatabase, ContextVaultDatabase<TContext>>();
        services.TryAddSingleton<IGrantEventWriter, EventTableWriter>();
        services.TryAddSingleton(static provider => EntityFrameworkVaultStore.Create(
            provider.GetRequiredService<IVaultDatabase>(), provider.GetRequiredService<IGrantEventWriter>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services;
    }
}
