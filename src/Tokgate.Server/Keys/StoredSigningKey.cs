namespace Tokgate.Server.Keys;

/// <summary>A key at rest. Its state is never written: it follows from the instants of all keys of its algorithm, so no node can miss a change of it.</summary>
// The generation is unique per algorithm, so of two nodes that rotate at once one loses.
internal sealed record StoredSigningKey(string Id, SigningAlgorithm Algorithm, long Generation, byte[] SealedPrivateKey, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt);
