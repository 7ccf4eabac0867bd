using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Outgoing;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>The vault's way to our database: through the door like everybody, so that its commits share ours on SQLite.</summary>
internal sealed class VaultDatabase(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, DeliveryBell bell) : IVaultDatabase
{
    public async Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await operation(context);
    }

    public async Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        var hasNews = false;
        var result = await door.WriteAsync(
            async context =>
            {
                context.HasNews = false;
                var written = await operation(context);
                hasNews = context.HasNews;
                return written;
            },
            cancellationToken);
        if (hasNews)
        {
            bell.Ring();
        }

        return result;
    }
}
