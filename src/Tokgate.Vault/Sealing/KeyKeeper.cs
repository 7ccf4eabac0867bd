using System.Text;

namespace Tokgate.Vault;

/// <summary>Checks the master keys against the database at start, and moves grants from one master key to the next while readers go on.</summary>
internal sealed class KeyKeeper(MasterKeyRing ring, IVaultKeyStore store, GrantSealing sealing, TimeProvider time)
{
    private const int Batch = 200;

    private static readonly TimeSpan s_betweenPasses = TimeSpan.FromMilliseconds(50);

    private readonly SealingKey _key = ring.Derive("vault-sentinel");

    /// <summary>Refuses a wrong, missing or retired key before anything is sealed with it.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var sentinels = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (sentinels.FirstOrDefault(sentinel => sentinel.KeyId == ring.CurrentId) is { RetiredAt: not null })
        {
            throw new VaultKeyException(
                ErrorIds.MasterKeyRetired, $"The master key {ring.CurrentId} was replaced by another one and retired. Start with the newer key; this one may stand beside it.");
        }

        foreach (var sentinel in sentinels.Where(static sentinel => sentinel.RetiredAt is null))
        {
            if (_key.Find(sentinel.KeyId) is not { } key || !SealedBox.TryOpen(key, sentinel.Box, Place(sentinel.KeyId), out _))
            {
                throw new VaultKeyException(
                    ErrorIds.MasterKeyWrong, $"This database was made with the master key {sentinel.KeyId}, and the keys given here are {string.Join(", ", ring.Ids)}. Nothing was changed.");
            }
        }

        if (sentinels.All(sentinel => sentinel.KeyId != ring.CurrentId))
        {
            // Two nodes may be first at once: with the same key both are right, and with another one of them is told when it looks again.
            await store.TryAddAsync(new KeySentinel(ring.CurrentId, _key.Seal("tokgate"u8, Place(ring.CurrentId)), null), cancellationToken).ConfigureAwait(false);
            if (sentinels.Count == 0)
            {
                await CheckAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Each grant's data key under the current master key; then the others are retired.</summary>
    public async Task<int> RewrapAsync(CancellationToken cancellationToken)
    {
        var moved = await ResealAsync(null, sealing.Rewrap, cancellationToken).ConfigureAwait(false);
        await store.RetireOthersAsync(ring.CurrentId, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return moved;
    }

    /// <summary>Each grant whose data key is older than this gets a new one. An instant in the future would make the new ones old at once.</summary>
    public Task<int> ReencryptAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ResealAsync(before < now ? before : now, sealing.Reencrypt, cancellationToken);
    }

    // What is done is no longer listed: whoever begins again after a kill goes on where the other was. Grants with an attempt under way are left for the next pass.
    private async Task<int> ResealAsync(DateTimeOffset? before, Func<Grant, SealedTokens, SealedTokens> reseal, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var (listed, totalBefore) = (0, total);
            string? after = null;
            while (await store.ListOutdatedAsync(ring.CurrentId, before, after, Batch, cancellationToken).ConfigureAwait(false) is [.., { } last] grants)
            {
                listed += grants.Count;
                after = last.Id;
                var resealed = grants.Select(grant => KeyValuePair.Create(grant, reseal(grant, grant.Sealed!))).ToList(); // only grants with tokens are listed
                total += await store.ResealAsync(resealed, before is not null, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (listed == 0)
            {
                return total;
            }

            // What is left waits for others' attempts, which end by the clock of this machine, whatever clock the vault was given.
            if (total - totalBefore < listed)
            {
                await Task.Delay(s_betweenPasses, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static byte[] Place(string keyId) => Encoding.UTF8.GetBytes("sentinel/" + keyId);
}
