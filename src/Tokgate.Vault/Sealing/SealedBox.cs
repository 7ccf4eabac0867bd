using System.Security.Cryptography;

namespace Tokgate.Vault;

/// <summary>One layout for everything sealed: version, nonce, tag, text.</summary>
internal static class SealedBox
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var box = new byte[HeadLength + plain.Length];
        box[0] = Version;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(box.AsSpan(1, NonceLength), plain, box.AsSpan(HeadLength), box.AsSpan(1 + NonceLength, TagLength), place);
        return box;
    }

    public static bool TryOpen(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> place, out byte[] plain)
    {
        plain = [];
        if (box.Length < HeadLength || box[0] != Version)
        {
            return false;
        }

        var text = new byte[box.Length - HeadLength];
        using var cipher = new AesGcm(key, TagLength);
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
}
