using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Server.Protocol;
using Tokgate.Vault;

namespace Tokgate.Server.Grants;

/// <summary>
/// A refresh token: 128 random bits that its family shares, and 128 of its own. By the first half a token of any age finds its family, so a family is one row
/// and a token that was used long ago is still known for what it is.
/// </summary>
internal sealed class RefreshHandle
{
    private const int FamilyLength = 16;
    private const int TokenLength = 32;

    private readonly Handle handle;
    private readonly byte[] family;

    private RefreshHandle(Handle handle)
    {
        this.handle = handle;
        Span<byte> bytes = stackalloc byte[TokenLength];
        Base64Url.DecodeFromChars(handle.Reveal().AsSpan(Handle.PrefixLength), bytes);
        family = bytes[..FamilyLength].ToArray();
        Family = SHA256.HashData(family);
        Hash = handle.Hash();
    }

    public byte[] Family { get; }

    public byte[] Hash { get; }

    public static RefreshHandle New() => new(Handle.New(HandleKind.RefreshToken));

    public static RefreshHandle? Parse(string? presented) => Handle.Parse(HandleKind.RefreshToken, presented) is { } handle ? new RefreshHandle(handle) : null;

    public RefreshHandle Successor() => new(Handle.New(HandleKind.RefreshToken, family));

    /// <summary>The successor as only this token can read it: the key comes from this token's text, of which nothing is stored but the hash.</summary>
    public byte[] SealSuccessor(RefreshHandle successor) => Seal().Seal(Encoding.ASCII.GetBytes(successor.Reveal()), Family);

    public RefreshHandle? OpenSuccessor(byte[] box) => Seal().TryOpen(box, Family, out var plain) ? Parse(Encoding.ASCII.GetString(plain)) : null;

    public string Reveal() => handle.Reveal();

    public override string ToString() => "***";

    private SealingKey Seal() => SealingKey.From(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(Reveal()), 32, info: "tokgate refresh token successor"u8.ToArray()));
}
