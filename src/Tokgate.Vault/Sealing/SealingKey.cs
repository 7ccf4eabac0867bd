namespace Tokgate.Vault;

/// <summary>
/// AES-256-GCM for small secrets at rest, with a random 96-bit nonce for each box. A box is bound to its place (the name of its row and field), so that one who can write
/// to the database cannot swap two of them.
/// </summary>
public sealed class SealingKey
{
    private readonly Lazy<KeyValuePair<string, byte[]>[]> _keys;

    /// <summary>Makes one of a key that does not come from a master key, such as one derived from what a person presents.</summary>
    /// <param name="key">32 bytes; kept, not copied.</param>
    /// <returns>What seals and opens with it.</returns>
    public static SealingKey From(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, MasterKey.Length, nameof(key));
        return new SealingKey(() => [KeyValuePair.Create(string.Empty, key)]);
    }

    internal SealingKey(Func<IEnumerable<KeyValuePair<string, byte[]>>> derive) => _keys = new Lazy<KeyValuePair<string, byte[]>[]>(() => [.. derive()]);

    /// <summary>Seals with the current master key.</summary>
    /// <param name="plain">The secret; the caller clears it.</param>
    /// <param name="place">Where the box will stand. Opening needs the same.</param>
    /// <returns>The box: 29 bytes longer than the secret.</returns>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place) => SealedBox.Seal(_keys.Value[0].Value, plain, place);

    /// <summary>Opens a box that was sealed with any of the ring's master keys.</summary>
    /// <param name="box">What <see cref="Seal"/> gave.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="plain">The secret, for the caller to clear; empty if it cannot be opened.</param>
    /// <returns>False if it was sealed with another key or for another place, or was changed.</returns>
    public bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> place, out byte[] plain)
    {
        foreach (var (_, key) in _keys.Value)
        {
            if (SealedBox.TryOpen(key, box, place, out plain))
            {
                return true;
            }
        }

        plain = [];
        return false;
    }

    /// <summary>Never a key.</summary>
    /// <returns>Three asterisks.</returns>
    public override string ToString() => "***";

    internal byte[]? Find(string keyId)
    {
        foreach (var (id, key) in _keys.Value)
        {
            if (string.Equals(id, keyId, StringComparison.Ordinal))
            {
                return key;
            }
        }

        return null;
    }
}
