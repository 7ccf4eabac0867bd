using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Seals and opens a grant's tokens. Whoever the grant belongs to is bound into every box, so a box that is copied to another row does not open there.</summary>
internal sealed class GrantSealing(MasterKeyRing ring)
{
    private const string DataKeyField = "data-key";
    private const string AccessField = "access-token";
    private const string RefreshField = "refresh-token";

    private readonly SealingKey _key = ring.Derive("vault");

    /// <summary>A first or fresh data key, for a grant whose former one had the version given (0: none).</summary>
    public SealedTokens Seal(Grant grant, long formerVersion, AccessToken access, RefreshToken? refresh)
    {
        var version = formerVersion + 1;
        var dataKey = RandomNumberGenerator.GetBytes(MasterKey.Length);
        try
        {
            return new SealedTokens(
                ring.CurrentId,
                version,
                WrapDataKey(grant, version, dataKey),
                SealText(dataKey, access.Reveal(), Place(grant, AccessField, version)),
                refresh is null ? null : SealText(dataKey, refresh.Reveal(), Place(grant, RefreshField, version)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>A new pair under the data key that the grant has. A null refresh token keeps the one that is there.</summary>
    public SealedTokens Replace(Grant grant, SealedTokens sealedTokens, AccessToken access, RefreshToken? refresh)
    {
        var dataKey = OpenDataKey(grant, sealedTokens);
        try
        {
            // Under the current master key by the way, or a refresh during a rotation would bring the former one back.
            return sealedTokens with
            {
                MasterKeyId = ring.CurrentId,
                DataKey = sealedTokens.MasterKeyId == ring.CurrentId ? sealedTokens.DataKey : WrapDataKey(grant, sealedTokens.DataKeyVersion, dataKey),
                AccessToken = SealText(dataKey, access.Reveal(), Place(grant, AccessField, sealedTokens.DataKeyVersion)),
                RefreshToken = refresh is null ? sealedTokens.RefreshToken : SealText(dataKey, refresh.Reveal(), Place(grant, RefreshField, sealedTokens.DataKeyVersion)),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public AccessToken OpenAccessToken(Grant grant, SealedTokens sealedTokens) =>
        AccessToken.From(OpenText(grant, sealedTokens, sealedTokens.AccessToken, AccessField));

    public RefreshToken? OpenRefreshToken(Grant grant, SealedTokens sealedTokens) =>
        sealedTokens.RefreshToken is { } box ? RefreshToken.From(OpenText(grant, sealedTokens, box, RefreshField)) : null;

    /// <summary>The same data key under the current master key. The tokens' own boxes stay as they are.</summary>
    public SealedTokens Rewrap(Grant grant, SealedTokens sealedTokens)
    {
        var dataKey = OpenDataKey(grant, sealedTokens);
        try
        {
            return sealedTokens with { MasterKeyId = ring.CurrentId, DataKey = WrapDataKey(grant, sealedTokens.DataKeyVersion, dataKey) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>The same tokens under a new data key.</summary>
    public SealedTokens Reencrypt(Grant grant, SealedTokens sealedTokens) =>
        Seal(grant, sealedTokens.DataKeyVersion, OpenAccessToken(grant, sealedTokens), OpenRefreshToken(grant, sealedTokens));

    private byte[] WrapDataKey(Grant grant, long version, byte[] dataKey) => _key.Seal(dataKey, Place(grant, DataKeyField, version, ring.CurrentId));

    private byte[] OpenDataKey(Grant grant, SealedTokens sealedTokens)
    {
        var key = _key.Find(sealedTokens.MasterKeyId) ?? throw new VaultKeyException(
            ErrorIds.MasterKeyUnknown, $"The grant {grant.Id} is sealed with the master key {sealedTokens.MasterKeyId}, which this process does not have.");
        return SealedBox.TryOpen(key, sealedTokens.DataKey, Place(grant, DataKeyField, sealedTokens.DataKeyVersion, sealedTokens.MasterKeyId), out var dataKey)
            ? dataKey
            : throw Broken(grant, DataKeyField);
    }

    private string OpenText(Grant grant, SealedTokens sealedTokens, byte[] box, string field)
    {
        var dataKey = OpenDataKey(grant, sealedTokens);
        try
        {
            if (!SealedBox.TryOpen(dataKey, box, Place(grant, field, sealedTokens.DataKeyVersion), out var plain))
            {
                throw Broken(grant, field);
            }

            var text = Encoding.UTF8.GetString(plain);
            CryptographicOperations.ZeroMemory(plain);
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private static byte[] SealText(byte[] dataKey, string text, byte[] place)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = SealedBox.Seal(dataKey, plain, place);
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    private static VaultKeyException Broken(Grant grant, string field) => new(
        ErrorIds.SealBroken, $"The {field} of grant {grant.Id} does not open: it was changed, or belongs to another grant or field.");

    // Each part with its length before it: no two places have one spelling.
    private static byte[] Place(Grant grant, string field, long version, string keyId = "")
    {
        ReadOnlySpan<string> parts = ["tokgate-vault/1", grant.TikTokApp, grant.Connection, grant.Owner, grant.OpenId, grant.Id, field, keyId];
        var length = sizeof(long);
        foreach (var part in parts)
        {
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var place = new byte[length];
        var rest = place.AsSpan();
        foreach (var part in parts)
        {
            var written = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(rest, version);
        return place;
    }
}
