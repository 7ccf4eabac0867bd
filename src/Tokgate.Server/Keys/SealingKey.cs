using System.Security.Cryptography;

namespace Tokgate.Server.Keys;

/// <summary>
/// AES-256-GCM for small secrets at rest. What is sealed is bound to its place (the name of its row), so that one who can write to the database cannot
/// swap two of them. Layout: version, nonce, tag, text.
/// </summary>
internal sealed class SealingKey(Func<byte[]> derive)
{
    private readonly Lazy<byte[]> key = new(derive);

    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var box = new byte[HeadLength + plain.Length];
        box[0] = Version;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(key.Value, TagLength);
        cipher.Encrypt(box.AsSpan(1, NonceLength), plain, box.AsSpan(HeadLength), box.AsSpan(1 + NonceLength, TagLength), place);
        return box;
    }

    /// <summary>False if it was sealed with another key or for another place, or was changed.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> place, out byte[] plain)
    {
        plain = [];
        if (box.Length < HeadLength || box[0] != Version)
        {
            return false;
        }

        var text = new byte[box.Length - HeadLength];
        using var cipher = new AesGcm(key.Value, TagLength);
        try
        {
            cipher.Decrypt(box.Slice(1, NonceLength), box[HeadLength..], box.Slice(1 + NonceLength, TagLength), text, place);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plain = text;
        return true;
    }

    public override string ToString() => "***";
}
