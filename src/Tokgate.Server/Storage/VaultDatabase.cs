using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>The vault's way to our database: through the door like everybody, so that its commits share ours on SQLite.</summary>
internal sealed class VaultDatabase(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door) : IVaultDatabase
{
    public async Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await operation(context);
    }

    public Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default) => door.WriteAsync(operation, cancellationToken);
}
