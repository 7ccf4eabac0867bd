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
    /// <value>All prefixes are equally long.</value>
    public const int PrefixLength = 4;

    private const int RandomLength = 32;
    private const int EncodedLength = 43;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // 256 bits leave two of the last character's six unused, and those are zero: one handle has one spelling.
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AEIMQUYcgkosw048");

    private readonly string value;

    private Handle(string value) => this.value = value;

    public static Handle New(HandleKind kind) => New(kind, []);

    /// <summary>A handle that begins with bytes of an older one; the rest is random.</summary>
    public static Handle New(HandleKind kind, ReadOnlySpan<byte> beginning)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(beginning.Length, RandomLength / 2);
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        beginning.CopyTo(random);
        return new Handle(Prefix(kind) + Base64Url.EncodeToString(random));
    }

    /// <summary>Null if the text cannot be a handle of this kind.</summary>
    public static Handle? Parse(HandleKind kind, string? presented) => IsHandle(kind, presented) ? new Handle(presented!) : null; // not null, as just seen

    /// <summary>The hash to look up, if the text can be a handle of this kind at all.</summary>
    public static bool TryHash(HandleKind kind, string? presented, out byte[] hash)
    {
        var isHandle = IsHandle(kind, presented);
        hash = isHandle ? HashOf(presented!) : []; // not null if it is one
        return isHandle;
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public byte[] Hash() => HashOf(value);

    public string Reveal() => value;

    public override string ToString() => "***";

    private static bool IsHandle(HandleKind kind, string? presented) =>
        presented is { Length: PrefixLength + EncodedLength } && presented.StartsWith(Prefix(kind), StringComparison.Ordinal)
        && !presented.AsSpan(PrefixLength).ContainsAnyExcept(Alphabet) && LastCharacters.Contains(presented[^1]);

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
        HandleKind.ConsentRequest => "tgn_",
        HandleKind.LogoutRequest => "tgl_",
        HandleKind.AdministratorSession => "tga_",
        HandleKind.Invitation => "tgi_",
        HandleKind.TrialRun => "tgy_",
        HandleKind.TrialState => "tgt_",
        HandleKind.TrialLink => "tgv_",
        HandleKind.Ceremony => "tgm_",
        HandleKind.ConnectSession => "tgb_",
        HandleKind.ConnectTicket => "tge_",
        HandleKind.ConnectCode => "tgf_",
        HandleKind.LinkState => "tgg_",
        HandleKind.QrCode => "tgx_",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
