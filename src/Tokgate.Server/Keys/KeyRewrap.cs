using System.Text;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>
/// Everything that is sealed, under the master key of now: signing keys, sealed settings, what other rooms have sealed, and the data keys of all grants, while the broker
/// serves. It may be stopped at any point and run again, on several nodes at once. The vault comes last, because with it the former key is retired.
/// </summary>
internal sealed class KeyRewrap(
    MasterKeyRing masterKeys, ISigningKeyStore keys, ISealedSettingStore settings, IEnumerable<ISealedRows> others, SigningKeyRing ring, TikTokVault vault)
{
    /// <summary>How many grants were moved by this call.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await keys.ListAsync(cancellationToken))
        {
            // Another node may have done it meanwhile: then what stands there is as good.
            await keys.TryResealAsync(key, SigningKey.Reseal(key, ring.Seal), cancellationToken);
        }

        foreach (var (name, box) in await settings.ListAsync("", cancellationToken))
        {
            var (purpose, place) = name == MasterKeySentinel.Name ? (MasterKeySentinel.Purpose, MasterKeySentinel.Name) : (SealedXmlRepository.Purpose, name);
            var seal = masterKeys.Derive(purpose);
            if (seal.TryOpen(box, Encoding.UTF8.GetBytes(place), out var plain))
            {
                await settings.TryReplaceAsync(name, box, seal.Seal(plain, Encoding.UTF8.GetBytes(place)), cancellationToken);
            }
        }

        foreach (var rows in others)
        {
            await rows.ResealAsync(cancellationToken);
        }

        return await vault.RewrapAsync(cancellationToken);
    }
}
