using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Webhooks;

/// <summary>
/// Whether what is registered at TikTok leads to this broker: it posts an event there in TikTok's own form, signed in TikTok's own header, and whoever answers proves that it read both as they
/// were sent and has the master key. Nothing is stored, so any node may be the one that is reached; a question is good for a minute, does nothing and is in no log.
/// </summary>
internal sealed class WebhookReach(MasterKeyRing ring, TimeProvider time)
{
    public const string AnswerHeader = "Tokgate-Reached";

    private const string EventName = "tokgate.reach";
    private const string Question = "question";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly SealingKey seal = ring.Derive("webhook-reach");

    public WebhookQuestion Ask(Connection connection)
    {
        var nonce = RandomNumberGenerator.GetBytes(32);
        var at = time.GetUtcNow().ToUnixTimeSeconds();
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["client_key"] = connection.Config.LiveApp,
            ["event"] = EventName,
            ["create_time"] = at,
            ["user_openid"] = "",
            ["content"] = new JsonObject { [Question] = Base64Url.EncodeToString(seal.Seal(nonce, Place(Question, connection))) }.ToJsonString(),
        }.ToJsonString());
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SecretOf(nonce)), (byte[])[.. Encoding.UTF8.GetBytes($"{at}."), .. body]);
        return new WebhookQuestion(body, $"t={at},s={Convert.ToHexStringLower(signed)}", nonce);
    }

    /// <summary>What proves that we were reached; null for everything that is no question of ours.</summary>
    public string? Answer(Connection connection, ReadOnlySpan<byte> body, string? signature) =>
        TikTokWebhookEvent.TryParse(body, out var told) && told.Name == EventName && Read(told.Content?.Text(Question)) is { } box && seal.TryOpen(box, Place(Question, connection), out var nonce)
            && TikTokWebhook.Verify(body, signature, ClientSecret.From(SecretOf(nonce)), time, Lifetime).IsValid
            ? Base64Url.EncodeToString(seal.Seal(nonce, Place("answer", connection)))
            : null;

    public bool IsAnswer(Connection connection, WebhookQuestion question, string? answer) =>
        Read(answer) is { } box && seal.TryOpen(box, Place("answer", connection), out var nonce) && CryptographicOperations.FixedTimeEquals(nonce, question.Nonce);

    // Whoever cannot open the question cannot sign it.
    private static string SecretOf(byte[] nonce) => Convert.ToHexStringLower(nonce);

    private static byte[] Place(string what, Connection connection) => Encoding.UTF8.GetBytes($"{what}:{connection.Name}");

    private static byte[]? Read(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
