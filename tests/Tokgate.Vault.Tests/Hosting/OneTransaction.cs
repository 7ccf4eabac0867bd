using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Everything in one transaction, one after the other: to fill a database, which a commit per grant would make a matter of minutes.</summary>
public sealed class OneTransaction : IVaultDatabase, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly VaultContext _context;

    public OneTransaction(Database database)
    {
        _context = database.Open();
        _context.Database.BeginTransaction();
    }

    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default) => WriteAsync(operation, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await operation(_context);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task CommitAsync() => _context.Database.CommitTransactionAsync();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _turn.Dispose();
    }
}
