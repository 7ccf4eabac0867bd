using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tokgate.Vault;

/// <summary>Names that nobody guesses and nothing repeats.</summary>
internal static class RandomId
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
