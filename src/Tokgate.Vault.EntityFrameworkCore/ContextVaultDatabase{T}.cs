using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>The application's own context type, with a fresh instance and connection per operation.</summary>
/// <typeparam name="TContext">The context whose model has the vault's tables.</typeparam>
/// <param name="scopes">Where contexts come from: each operation has a scope of its own, so <c>AddDbContext</c> is enough; a registered factory is used if there is one.</param>
public sealed class ContextVaultDatabase<TContext>(IServiceScopeFactory scopes) : IVaultDatabase, IDisposable
    where TContext : DbContext
{
    // SQLite has one writer. Without the gate a few writers win always and others starve for seconds; correctness does not need it.
    private readonly SemaphoreSlim _sqliteGate = new(1);

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(operation);
    }

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(context => IsSqlite(context)
            ? WriteToSqliteAsync(context, operation, cancellationToken)
            : context.Database.CreateExecutionStrategy().ExecuteAsync(() => CommitAsync(context, operation, cancellationToken)));
    }

    /// <summary>Frees the gate; no operation may be under way.</summary>
    public void Dispose() => _sqliteGate.Dispose();

    private static bool IsSqlite(DbContext context) => context.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true;

    private async Task<T> RunAsync<T>(Func<DbContext, Task<T>> operation)
    {
        // A transaction scope of the caller would take our connection into its transaction, and our write with it when it rolls back.
        using var alone = Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            if (scope.ServiceProvider.GetService<IDbContextFactory<TContext>>() is { } factory)
            {
                var own = await factory.CreateDbContextAsync().ConfigureAwait(false);
                await using (own.ConfigureAwait(false))
                {
                    return await operation(own).ConfigureAwait(false);
                }
            }

            return await operation(scope.ServiceProvider.GetRequiredService<TContext>()).ConfigureAwait(false);
        }
    }

    private async Task<T> WriteToSqliteAsync<T>(DbContext context, Func<DbContext, Task<T>> operation, CancellationToken cancellationToken)
    {
        await _sqliteGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // With NORMAL a power cut takes back commits that callers were told of, among them rotated refresh tokens.
            await context.Database.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
            await context.Database.ExecuteSqlRawAsync("pragma synchronous = full", CancellationToken.None).ConfigureAwait(false);
            return await CommitAsync(context, operation, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _sqliteGate.Release();
        }
    }

    private static async Task<T> CommitAsync<T>(DbContext context, Func<DbContext, Task<T>> operation, CancellationToken cancellationToken)
    {
        // A strategy that tries again must not find what the first try tracked.
        context.ChangeTracker.Clear();
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var result = await operation(context).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
    }
}
