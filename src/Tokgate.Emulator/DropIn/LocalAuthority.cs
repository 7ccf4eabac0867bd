using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tokgate.Emulator.DropIn;

/// <summary>
/// A certificate authority for one set-up and for the real names only. It signs one certificate; then its key is gone, and it can never sign
/// another. No private key is ever written to a disk.
/// </summary>
internal sealed class LocalAuthority : IDisposable
{
    private const string NameConstraintsOid = "2.5.29.30";
    private const int LongestMachineName = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private LocalAuthority(X509Certificate2 root, X509Certificate2 leaf)
    {
        Root = root;
        Leaf = leaf;
    }

    /// <summary>What programs are told to trust. Without a key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>What the front door shows; its key is in memory.</summary>
    public X509Certificate2 Leaf { get; }

    public string CommonName => Root.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    public static LocalAuthority Create(TimeProvider time, string machine, IReadOnlyList<string> names)
    {
        // Some verifiers are strict about the start, and clocks differ between a machine and its containers.
        var from = time.GetUtcNow() - TimeSpan.FromMinutes(5);
        var until = from + Lifetime;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shortMachine = new string([.. machine.Where(char.IsAscii).Take(LongestMachineName)]);
        var rootRequest = new CertificateRequest(Name($"Tokgate emulator {RandomNumberGenerator.GetHexString(8, lowercase: true)} on {shortMachine}, not TikTok"), rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        rootRequest.CertificateExtensions.Add(ForServers());
        rootRequest.CertificateExtensions.Add(Only(names));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, critical: false));
        using var signing = rootRequest.CreateSelfSigned(from, until);

        var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leafRequest = new CertificateRequest(Name(names[0]), leafKey, HashAlgorithmName.SHA256);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        leafRequest.CertificateExtensions.Add(ForServers());
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        leafRequest.CertificateExtensions.Add(alternatives.Build());
        leafRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(leafRequest.PublicKey, critical: false));
        leafRequest.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signing, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using var bare = leafRequest.Create(signing, from, until, serial);
        return new LocalAuthority(X509CertificateLoader.LoadCertificate(signing.RawData), bare.CopyWithPrivateKey(leafKey));
    }

    public void Dispose()
    {
        Root.Dispose();
        Leaf.Dispose();
    }

    private static X500DistinguishedName Name(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName("Tokgate drop-in emulator");
        name.AddCommonName(commonName);
        return name.Build();
    }

    private static X509EnhancedKeyUsageExtension ForServers() => new([new Oid("1.3.6.1.5.5.7.3.1")], critical: false);

    /// <summary>RFC 5280, 4.2.1.10. A kind of name that is not mentioned is free, so addresses are excluded by name.</summary>
    private static X509Extension Only(IReadOnlyList<string> names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                foreach (var name in names)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
                    }
                }
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                foreach (var every in (IPAddress[])[IPAddress.Any, IPAddress.IPv6Any])
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(new byte[every.GetAddressBytes().Length * 2], new Asn1Tag(TagClass.ContextSpecific, 7)); // address and mask: all zeros is all of them
                    }
                }
            }
        }

        return new X509Extension(new Oid(NameConstraintsOid), writer.Encode(), critical: true);
    }
}
