using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Tokgate.Server.Keys;

/// <summary>
/// A compact JWS taken apart strictly and not yet believed. Header members beside alg, kid and typ are refused and not ignored: jwk, jku, x5u, x5c and
/// crit have all been ways in (T-31).
/// </summary>
internal sealed class SignedToken
{
    public const int MaxLength = 16 * 1024;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private SignedToken(string compact, string algorithm, string? keyId, string? type, JsonElement payload)
    {
        Compact = compact;
        Algorithm = algorithm;
        KeyId = keyId;
        Type = type;
        Payload = payload;
    }

    public string Compact { get; }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public string? Type { get; }

    public JsonElement Payload { get; }

    public static SignedToken? Parse(string? compact)
    {
        if (compact is null || compact.Length > MaxLength)
        {
            return null;
        }

        var parts = compact.Split('.');
        if (parts.Length != 3 || !TryDecode(parts[0], out var header) || !TryDecode(parts[1], out var payload) || !TryDecode(parts[2], out _))
        {
            return null;
        }

        if (!StrictJson.TryParseObject(header, out var head) || !StrictJson.TryParseObject(payload, out var body) || head.Text("alg") is not { } algorithm)
        {
            return null;
        }

        foreach (var member in head.EnumerateObject())
        {
            if (member.Name is not ("alg" or "kid" or "typ") || head.Text(member.Name) is null)
            {
                return null;
            }
        }

        return new SignedToken(compact, algorithm, head.Text("kid"), head.Text("typ"), body);
    }

    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (part.Length == 0 || part.AsSpan().ContainsAnyExcept(Alphabet) || part.Length % 4 == 1)
        {
            return false;
        }

        var decoded = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, decoded, out _, out var length) != OperationStatus.Done)
        {
            return false;
        }

        // One token has one spelling: the unused last bits must be zero.
        bytes = decoded[..length];
        return part.Length % 4 == 0 || Base64Url.EncodeToString(bytes)[^1] == part[^1];
    }
}
