using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Tokgate.Vault;

namespace Tokgate.Server.Account;

/// <summary>
/// Words that only one session's page can have from us: the token in its forms, and what a page says was done. They are bound to the handle in the session's
/// cookie, so a new sign-in makes the old ones worthless (T-20), and to an hour.
/// </summary>
internal sealed class AccountForm(MasterKeyRing ring, TimeProvider time)
{
    public const string Name = "token";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int InstantLength = sizeof(long);
    private const int MaxLength = 200;

    private readonly SealingKey seal = ring.Derive("account-forms");

    public string Write(string word, byte[] sessionHash)
    {
        var plain = new byte[InstantLength + Encoding.ASCII.GetByteCount(word)];
        BinaryPrimitives.WriteInt64BigEndian(plain, (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        Encoding.ASCII.GetBytes(word, plain.AsSpan(InstantLength));
        return Base64Url.EncodeToString(seal.Seal(plain, sessionHash));
    }

    /// <summary>The word, or null if it is not this session's or no longer.</summary>
    public string? Read(string? text, byte[] sessionHash)
    {
        if (text is null or { Length: > MaxLength } || !Base64Url.IsValid(text) || !seal.TryOpen(Base64Url.DecodeFromChars(text), sessionHash, out var plain))
        {
            return null;
        }

        return BinaryPrimitives.ReadInt64BigEndian(plain) > time.GetUtcNow().ToUnixTimeMilliseconds() ? Encoding.ASCII.GetString(plain.AsSpan(InstantLength)) : null;
    }
}
