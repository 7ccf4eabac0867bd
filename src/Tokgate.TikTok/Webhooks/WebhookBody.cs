using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>A webhook's body, read once for all event types.</summary>
internal sealed record WebhookBody(
    string ClientKey, string Event, DateTimeOffset CreatedAt, string? OpenId, JsonElement? Content, string DeduplicationKey)
{
    public static WebhookBody? ReadOrNull(ReadOnlySpan<byte> body)
    {
        if (StrictJson.ObjectOrNull(body) is not { } root
            || root.StringOrNull("client_key") is not { Length: > 0 } clientKey
            || root.StringOrNull("event") is not { Length: > 0 } name
            || root.Int64OrNull("create_time") is not { } seconds
            || seconds < 0
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        var openId = root.StringOrNull("user_openid");
        var content = ContentText(root);
        return new WebhookBody(
            clientKey,
            name,
            DateTimeOffset.FromUnixTimeSeconds(seconds),
            string.IsNullOrEmpty(openId) ? null : openId,
            StrictJson.ObjectOrNull(Encoding.UTF8.GetBytes(content)),
            Hash(clientKey, name, seconds.ToString(CultureInfo.InvariantCulture), openId ?? string.Empty, content));
    }

    // TikTok serialises the content into a string. An object in its place means the same.
    private static string ContentText(JsonElement root) =>
        !root.TryGetProperty("content", out var content) ? string.Empty : content.ValueKind switch
        {
            JsonValueKind.String => content.GetString() ?? string.Empty,
            JsonValueKind.Object => content.GetRawText(),
            _ => string.Empty,
        };

    // Lengths in front, so that moving a character from one part to the next changes the hash.
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
