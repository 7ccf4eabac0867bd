using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>
/// The keys as this node knows them, at most <see cref="KeyScheduleOptions.RefreshEvery"/> old. If the database is away the last knowledge serves on for five
/// minutes: verifying and signing must survive a fail-over, and an emergency removal must not wait longer than that.
/// </summary>
internal sealed partial class SigningKeyRing(ISigningKeyStore store, MasterKeyRing masterKeys, IOptions<KeysOptions> options, TimeProvider time, ILogger<SigningKeyRing> log) : IDisposable
{
    private static readonly TimeSpan MaxStale = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(1);

    private readonly SealingKey seal = masterKeys.Derive("signing-keys");
    private readonly SemaphoreSlim refreshing = new(1);
    private volatile KeySnapshot? current;
    private volatile bool isOutdated = true;
    private long failedAt;

    public SealingKey Seal => seal;

    public ValueTask<KeySnapshot> GetAsync(CancellationToken cancellationToken) =>
        !isOutdated && current is { } snapshot && time.GetUtcNow() < snapshot.FreshUntil ? ValueTask.FromResult(snapshot) : RefreshAsync(cancellationToken);

    /// <summary>An unknown id may be a key that another node made a moment ago; looking again is bounded, or strangers' tokens would cost us queries.</summary>
    public async ValueTask<SigningKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = await GetAsync(cancellationToken);
        if (snapshot.Find(id) is { } key)
        {
            return key;
        }

        if (time.GetUtcNow() - snapshot.TakenAt < BetweenSearches)
        {
            return null;
        }

        Forget();
        return (await RefreshAsync(cancellationToken)).Find(id);
    }

    /// <summary>The next one who asks reads again: after a change on this node, which need not wait to see it.</summary>
    public void Forget() => isOutdated = true;

    public void Dispose() => refreshing.Dispose();

    private async ValueTask<KeySnapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        var last = current;
        var canServeLast = last is not null && time.GetUtcNow() - last.TakenAt < MaxStale;
        if (canServeLast && time.GetUtcNow().ToUnixTimeMilliseconds() - Interlocked.Read(ref failedAt) < BetweenSearches.TotalMilliseconds)
        {
            return last!; // canServeLast says so
        }

        await refreshing.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (!isOutdated && current is { } other && now < other.FreshUntil)
            {
                return other;
            }

            // Before reading: a change that comes while we read must make the next one read again.
            isOutdated = false;
            return current = await ReadAsync(last, now, cancellationToken);
        }
        catch (Exception exception)
        {
            isOutdated = true;
            if (!canServeLast || exception is OperationCanceledException)
            {
                throw;
            }

            Interlocked.Exchange(ref failedAt, time.GetUtcNow().ToUnixTimeMilliseconds());
            LogStale(log, exception);
            return last!; // canServeLast says so
        }
        finally
        {
            refreshing.Release();
        }
    }

    private async Task<KeySnapshot> ReadAsync(KeySnapshot? last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(cancellationToken);
        var known = last?.States.Keys.ToDictionary(key => key.Id, StringComparer.Ordinal) ?? [];

        // Importing a key costs more than all the rest; a row's key never changes.
        return new KeySnapshot(stored.Select(row => known.GetValueOrDefault(row.Id) ?? SigningKey.Open(row, seal)), now, options.Value.Keys);
    }
}
