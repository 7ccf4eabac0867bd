namespace Tokgate.Server.Management;

/// <summary>What a repeatable call was answered; no status while it is under way.</summary>
internal sealed record IdempotentAnswer(byte[] RequestHash, int? Status, byte[]? SealedBody);
