using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tokgate.Emulator.DropIn;
using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator.Tests.DropIn;

public sealed class LocalAuthorityTests
{
    [Fact]
    public void It_says_what_it_is_lives_a_week_and_keeps_no_key()
    {
        using var authority = LocalAuthority.Create(TimeProvider.System, "a-machine-with-a-very-long-name", RealNames.All);

        Assert.Matches("^Tokgate emulator [0-9a-f]{8} on a-machine-with-a-ver, not TikTok$", authority.CommonName);
        Assert.False(authority.Root.HasPrivateKey);
        Assert.Equal(TimeSpan.FromDays(7), authority.Root.NotAfter - authority.Root.NotBefore);
        Assert.Null(Fault(authority.Root, authority.Leaf));
        Assert.All(RealNames.All, name => Assert.True(authority.Leaf.MatchesHostname(name)));
    }

    [Theory]
    [InlineData("www.tiktok.com", true)]
    [InlineData("bank.example", false)]
    [InlineData("tiktok.com", false)]
    [InlineData("127.0.0.1", false)]
    public void Its_key_could_have_signed_for_the_real_names_only(string name, bool mayBe)
    {
        using var authority = LocalAuthority.Create(TimeProvider.System, "test", RealNames.All);
        Assert.All(authority.Root.Extensions.Where(extension => extension.Oid?.Value is "2.5.29.30" or "2.5.29.15" or "2.5.29.19"), extension => Assert.True(extension.Critical));

        // Its key is gone, so another root is made with the same extensions, and misused.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(authority.Root.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in authority.Root.Extensions.Where(extension => extension.Oid?.Value is "2.5.29.30" or "2.5.29.15" or "2.5.29.19" or "2.5.29.37"))
        {
            request.CertificateExtensions.Add(extension);
        }

        using var root = request.CreateSelfSigned(authority.Root.NotBefore, authority.Root.NotAfter);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=somebody", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        leaf.CertificateExtensions.Add(names.Build());
        using var misused = leaf.Create(root, root.NotBefore, root.NotAfter, [1]);

        Assert.Equal(mayBe, Fault(root, misused) is null);
    }

    [Fact]
    public void The_name_under_which_OpenSSL_looks_is_its()
    {
        // `openssl x509 -subject_hash` of a certificate that was made once, with spaces and capitals that its canonical form has not.
        using var certificate = X509Certificate2.CreateFromPem(HashedOnce);

        Assert.Equal("c6f905f8", SubjectHash.Of(certificate));
    }

    [Fact]
    public void Variables_keep_what_somebody_had_set()
    {
        using var machine = new TestMachine();
        var variables = Variables.Of(machine.Places, new Uri("http://localhost:5082/"), name => name switch
        {
            "NODE_EXTRA_CA_CERTS" => "/own.pem",
            "https_proxy" => "http://proxy.example:3128",
            "NO_PROXY" => "intern.example",
            "JAVA_TOOL_OPTIONS" => "-Xmx1g",
            _ => null,
        }).ToDictionary();

        Assert.Equal(machine.Places.BundleFile, variables["NODE_EXTRA_CA_CERTS"]); // with what stood there in it
        Assert.StartsWith("intern.example,www.tiktok.com,open.tiktokapis.com,", variables["NO_PROXY"], StringComparison.Ordinal);
        Assert.StartsWith("-Xmx1g -Djavax.net.ssl.trustStore=", variables["JAVA_TOOL_OPTIONS"], StringComparison.Ordinal);
        Assert.Equal("http://localhost:5082", variables["TOKGATE_EMULATOR"]);
        Assert.False(Variables.Of(machine.Places, new Uri("http://localhost/"), _ => null).ToDictionary().ContainsKey("NO_PROXY"));
    }

    private static X509ChainStatusFlags? Fault(X509Certificate2 root, X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf) ? null : chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
    }

    private const string HashedOnce = """
        -----BEGIN CERTIFICATE-----
        MIIB1DCCAXmgAwIBAgIUQFKTCm4D4O94wn+dsWa0xZvtnHwwCgYIKoZIzj0EAwIw
        PjEZMBcGA1UECgwQVG9rZ2F0ZSAgRHJvcC1JbjEhMB8GA1UEAwwYIEEgbmFtZSwg
        V2l0aCAgQ2FwaXRhbHMgMCAXDTI2MTEyMjA4MDYyMVoYDzIxMjYxMDI5MDgwNjIx
        WjA+MRkwFwYDVQQKDBBUb2tnYXRlICBEcm9wLUluMSEwHwYDVQQDDBggQSBuYW1l
        LCBXaXRoICBDYXBpdGFscyAwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAST67uU
        Eh0CXhNcgJvGrQbLPo85jCAusIoh+h21vD+zKXsqVdVbDcxz6kF5TDv1GwqNEZY4
        VFoUhAR+jAxI0jrlo1MwUTAdBgNVHQ4EFgQUWsS5b8R4N0Zd1OTWOhmCIaSCNDsw
        HwYDVR0jBBgwFoAUWsS5b8R4N0Zd1OTWOhmCIaSCNDswDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAgNJADBGAiEA63Gnxl5saBABs5+uypbS2m9oIS4HENBZ/3es
        AlZ6tJYCIQDmkdiVa5lRZNUTUc1qY0lXsf8rlVROOoewts96iyLWWQ==
        -----END CERTIFICATE-----
        """;
}
