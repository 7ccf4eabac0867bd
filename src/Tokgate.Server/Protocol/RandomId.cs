using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tokgate.Server.Protocol;

/// <summary>128 random bits for names that must be unique and are no secret: token ids, key ids, references.</summary>
internal static class RandomId
{
    public static string New()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
