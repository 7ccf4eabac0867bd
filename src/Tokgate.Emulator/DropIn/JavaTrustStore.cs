using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Emulator.DropIn;

/// <summary>A trust store in Java's own format, JKS, which every Java reads. It holds certificates and no key, so its password is the customary one.</summary>
internal static class JavaTrustStore
{
    public const string Type = "JKS";
    public const string Password = "changeit";

    private const uint Magic = 0xfeedfeed;
    private const int Version = 2;
    private const int TrustedCertificate = 2;

    // Part of the format.
    private const string Salt = "Mighty Aphrodite";

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The format's checksum is SHA-1; nothing rests on it")]
    public static byte[] Of(IReadOnlyList<byte[]> certificates)
    {
        var bytes = new List<byte>();
        Number(bytes, Magic);
        Number(bytes, Version);
        Number(bytes, (uint)certificates.Count);
        for (var i = 0; i < certificates.Count; i++)
        {
            Number(bytes, TrustedCertificate);
            Word(bytes, string.Create(CultureInfo.InvariantCulture, $"ca{i}"));
            bytes.AddRange(new byte[sizeof(long)]); // when it was added: unknown
            Word(bytes, "X.509");
            Number(bytes, (uint)certificates[i].Length);
            bytes.AddRange(certificates[i]);
        }

        bytes.AddRange(SHA1.HashData([.. Encoding.BigEndianUnicode.GetBytes(Password), .. Encoding.ASCII.GetBytes(Salt), .. bytes]));
        return [.. bytes];
    }

    private static void Number(List<byte> bytes, uint value)
    {
        Span<byte> four = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        bytes.AddRange(four);
    }

    private static void Word(List<byte> bytes, string ascii)
    {
        bytes.Add(0);
        bytes.Add((byte)ascii.Length);
        bytes.AddRange(Encoding.ASCII.GetBytes(ascii));
    }
}
