using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>A database that goes away: writes that do not happen, and writes that happen and are not heard of.</summary>
public sealed class Fragile
{
    private int _failures;
    private int _lostAnswers;

    public int Failures
    {
        get => Volatile.Read(ref _failures);
        set => Volatile.Write(ref _failures, value);
    }

    public int LostAnswers
    {
        get => Volatile.Read(ref _lostAnswers);
        set => Volatile.Write(ref _lostAnswers, value);
    }

    /// <summary>Called after each write.</summary>
    public Action Written { get; set; } = static () => { };

    public IVaultDatabase Over(IVaultDatabase inner) => new Door(this, inner);

    private sealed class Door(Fragile fragile, IVaultDatabase inner) : IVaultDatabase
    {
        public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default) => inner.ReadAsync(operation, cancellationToken);

        public async Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default)
        {
            if (fragile.Failures > 0)
            {
                Interlocked.Decrement(ref fragile._failures);
                throw new IOException("The database is away.");
            }

            var result = await inner.WriteAsync(operation, cancellationToken);
            if (fragile.LostAnswers > 0)
            {
                Interlocked.Decrement(ref fragile._lostAnswers);
                throw new IOException("The connection broke after the commit.");
            }

            fragile.Written();
            return result;
        }
    }
}
