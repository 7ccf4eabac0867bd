using System.Security.Cryptography;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Administrators;

/// <summary>Codes for the day on which the authenticator is lost, each good once. 80 random bits: a plain hash is enough, as with handles.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int Bytes = 10;
    private const int Letters = 16;
    private const int Group = 4;

    public static IReadOnlyList<string> New() => [.. Enumerable.Range(0, Count).Select(static _ => string.Join('-', Totp.Base32(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant().Chunk(Group).Select(static part => new string(part))))];

    /// <summary>Whatever the groups are typed with; null if it cannot be one.</summary>
    public static byte[]? HashOf(string typed)
    {
        var plain = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return plain.Length == Letters ? Handle.HashOf(plain) : null;
    }
}
