using System.Text;
using Tokgate.Server.Keys;
using Tokgate.Vault;

namespace Tokgate.Server.Administrators;

/// <summary>Authenticators' secrets, sealed under the master key for whom they are: one that is moved to another's row opens nothing.</summary>
internal sealed class AuthenticatorSecrets(MasterKeyRing ring, IAdministratorCredentialStore store) : ISealedRows
{
    private readonly SealingKey seal = ring.Derive("administrator-authenticators");

    public byte[] Seal(string administratorId, byte[] secret) => seal.Seal(secret, Encoding.UTF8.GetBytes(administratorId));

    public byte[]? Open(string administratorId, byte[] box) => seal.TryOpen(box, Encoding.UTF8.GetBytes(administratorId), out var secret) ? secret : null;

    public async Task ResealAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, box) in await store.ListSealedAsync(cancellationToken))
        {
            if (Open(id, box) is { } secret)
            {
                await store.TryResealAsync(id, box, Seal(id, secret), cancellationToken);
            }
        }
    }
}
