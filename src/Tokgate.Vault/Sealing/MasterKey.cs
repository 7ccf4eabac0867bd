using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Vault;

/// <summary>The one secret outside the database: 32 bytes. It encrypts nothing itself; each purpose has a key of its own, derived from it (HKDF-SHA256).</summary>
public sealed class MasterKey
{
    internal const int Length = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Convert.ToHexStringLower(Derive("key-id").AsSpan(0, 6));
    }

    /// <summary>Names the key beside what it sealed: 12 hexadecimal digits derived from it, which tell nothing about it.</summary>
    public string Id { get; }

    /// <summary>Reads a key as it stands in files and variables.</summary>
    /// <param name="text">32 bytes in base64; white space around it is ignored.</param>
    /// <returns>The key.</returns>
    /// <exception cref="VaultKeyException">It is not 32 bytes in base64. The message does not repeat it.</exception>
    public static MasterKey FromBase64(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[Length + 3];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Length
            ? new MasterKey(bytes[..Length])
            : throw new VaultKeyException(ErrorIds.MasterKeyMalformed, "The master key is not 32 bytes in base64. Make one with: head -c 32 /dev/urandom | base64");
    }

    /// <summary>Never the key.</summary>
    /// <returns>Three asterisks.</returns>
    public override string ToString() => "***";

    internal byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, Length, salt: null, info: Encoding.UTF8.GetBytes("tokgate:" + purpose));
}
