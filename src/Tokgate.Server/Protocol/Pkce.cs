using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.Protocol;

/// <summary>RFC 7636 with S256 alone; "plain" protects nothing that the authorization request does not already show.</summary>
internal static class Pkce
{
    public const string Method = "S256";

    private const int ChallengeLength = 43;
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    private static readonly SearchValues<char> Base64UrlAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsChallenge(string? challenge) => challenge is { Length: ChallengeLength } && !challenge.AsSpan().ContainsAnyExcept(Base64UrlAlphabet);

    public static bool IsVerifier(string? verifier) => verifier is { Length: >= 43 and <= 128 } && !verifier.AsSpan().ContainsAnyExcept(Unreserved);

    public static bool Matches(string challenge, string? verifier)
    {
        if (!IsChallenge(challenge) || !IsVerifier(verifier))
        {
            return false;
        }

        Span<byte> ascii = stackalloc byte[128];
        var length = Encoding.ASCII.GetBytes(verifier, ascii);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii[..length], hash);
        Span<byte> expected = stackalloc byte[ChallengeLength];
        Base64Url.EncodeToUtf8(hash, expected);
        Span<byte> presented = stackalloc byte[ChallengeLength];
        Encoding.ASCII.GetBytes(challenge, presented);
        return CryptographicOperations.FixedTimeEquals(expected, presented);
    }
}
