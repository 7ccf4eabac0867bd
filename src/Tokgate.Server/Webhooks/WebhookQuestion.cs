namespace Tokgate.Server.Webhooks;

/// <summary>What the broker posts to its own webhook address, and by which it knows the answer.</summary>
/// <param name="Body">In the form of TikTok's events.</param>
/// <param name="Signature">In the form of TikTok's header.</param>
/// <param name="Nonce">In the body, sealed: whoever gives it back could open it.</param>
internal sealed record WebhookQuestion(byte[] Body, string Signature, byte[] Nonce);
