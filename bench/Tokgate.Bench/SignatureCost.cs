using System.Diagnostics;
using System.Security.Cryptography;

namespace Tokgate.Bench;

/// <summary>What no broker that signs can do without, on this core and now.</summary>
internal static class SignatureCost
{
    private static readonly byte[] Token = RandomNumberGenerator.GetBytes(600);

    public static void Rs256(int rounds)
    {
        using var key = RSA.Create(2048);
        for (var round = 0; round < rounds; round++)
        {
            key.SignData(Token, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public static void Es256(int rounds)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var round = 0; round < rounds; round++)
        {
            key.VerifyData(Token, key.SignData(Token, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256);
        }
    }

    /// <summary>CPU time of one round; making the key is in both counts, and falls out.</summary>
    public static double Microseconds(Action<int> work)
    {
        const int Few = 10;
        const int Many = 2_010;
        var process = Process.GetCurrentProcess();
        work(Few);
        var before = process.TotalProcessorTime;
        work(Few);
        var between = process.TotalProcessorTime;
        work(Many);
        return (process.TotalProcessorTime - between - (between - before)).TotalMicroseconds / (Many - Few);
    }
}
