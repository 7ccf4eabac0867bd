using System.Text;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Upstream;

/// <summary>A code verifier as it lies in the database while its browser is at TikTok: bound to the state that the browser must bring back.</summary>
internal static class SealedVerifier
{
    /// <returns>Null for none.</returns>
    public static byte[]? SealVerifier(this SealingKey seal, CodeVerifier? verifier, byte[] stateHash) => verifier is null ? null : seal.Seal(Encoding.ASCII.GetBytes(verifier.Reveal()), stateHash);

    public static CodeVerifier? OpenVerifier(this SealingKey seal, byte[]? box, byte[] stateHash) =>
        box is not null && seal.TryOpen(box, stateHash, out var verifier) ? CodeVerifier.From(Encoding.ASCII.GetString(verifier)) : null;
}
