using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>How the store reaches its database. Ships as <see cref="ContextVaultDatabase{TContext}"/>; a host that has a door of its own for writes implements it instead.</summary>
/// <remarks>
/// Whatever implements it gives each operation a context and connection of its own, outside any transaction of the caller. A write is durable when the task is done, and has
/// left nothing if it throws: operations do several statements and rely on it. An operation awaits nothing but its context.
/// </remarks>
public interface IVaultDatabase
{
    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="operation">Gets a context that tracks nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was read.</returns>
    Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default);

    /// <summary>Writes in one transaction.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="operation">Gets a context that tracks nothing.</param>
    /// <param name="cancellationToken">Gives up before it begins; what has begun runs to its end.</param>
    /// <returns>What came of it, after the commit.</returns>
    Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default);
}
