using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.Protocol;

/// <summary>
/// 256 random bits that whoever holds them may use once or for a while. Only <see cref="Hash"/> is stored; a plain SHA-256 is enough, since there is
/// nothing to guess, and a slow hash would be a gift to whoever floods us (T-50).
/// </summary>
internal sealed class Handle
{
    private const int RandomLength = 32;
    private const int EncodedLength = 43;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string value;

    private Handle(string value) => this.value = value;

    public static Handle New(HandleKind kind)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return new Handle(Prefix(kind) + Base64Url.EncodeToString(random));
    }

    /// <summary>The hash to look up, if the text can be a handle of this kind at all.</summary>
    public static bool TryHash(HandleKind kind, string? presented, out byte[] hash)
    {
        var prefix = Prefix(kind);
        if (presented is null || presented.Length != prefix.Length + EncodedLength || !presented.StartsWith(prefix, StringComparison.Ordinal)
            || presented.AsSpan(prefix.Length).ContainsAnyExcept(Alphabet))
        {
            hash = [];
            return false;
        }

        hash = HashOf(presented);
        return true;
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public byte[] Hash() => HashOf(value);

    public string Reveal() => value;

    public override string ToString() => "***";

    // Not derived from the enum's order or names: these stand in tokens that live for months.
    private static string Prefix(HandleKind kind) => kind switch
    {
        HandleKind.AuthorizationCode => "tgc_",
        HandleKind.RefreshToken => "tgr_",
        HandleKind.Session => "tgs_",
        HandleKind.PushedRequest => "tgq_",
        HandleKind.UpstreamState => "tgu_",
        HandleKind.PendingSignIn => "tgp_",
        HandleKind.ClientSecret => "tgk_",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
