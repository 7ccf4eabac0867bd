using System.Diagnostics.CodeAnalysis;

namespace Tokgate.Vault;

/// <summary>A grant's tokens at rest: each sealed under the grant's own data key, which is sealed under a master key.</summary>
/// <param name="MasterKeyId">Which master key opens <paramref name="DataKey"/>.</param>
/// <param name="DataKeyVersion">Bound into every box of the grant; raised with each new data key.</param>
/// <param name="DataKey">The sealed data key. Destroying it destroys the tokens, in backups too.</param>
/// <param name="AccessToken">The access token, sealed with the data key.</param>
/// <param name="RefreshToken">The refresh token, sealed with the data key; null when TikTok gave none.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "They are columns of a database.")]
public sealed record SealedTokens(string MasterKeyId, long DataKeyVersion, byte[] DataKey, byte[] AccessToken, byte[]? RefreshToken)
{
    /// <summary>Neither key nor box.</summary>
    /// <returns>Three asterisks.</returns>
    public override string ToString() => "***";
}
