using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tokgate.Emulator.DropIn;

/// <summary>The name under which OpenSSL looks for a certificate in a directory: eight digits from the canonical form of its subject (<c>openssl x509 -hash</c>).</summary>
internal static class SubjectHash
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "OpenSSL's file names are made with SHA-1; nothing rests on it")]
    public static string Of(X509Certificate2 certificate)
    {
        var canonical = new List<byte>();
        var name = new AsnReader(certificate.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
        while (name.HasData)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSetOf())
            {
                var part = name.ReadSetOf();
                while (part.HasData)
                {
                    var pair = part.ReadSequence();
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(pair.ReadObjectIdentifier());
                        var text = pair.ReadCharacterString((UniversalTagNumber)pair.PeekTag().TagValue);
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant());
                    }
                }
            }

            canonical.AddRange(writer.Encode());
        }

        return BitConverter.ToUInt32(SHA1.HashData(canonical.ToArray())).ToString("x8", CultureInfo.InvariantCulture);
    }
}
