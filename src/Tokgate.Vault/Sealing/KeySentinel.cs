using System.Diagnostics.CodeAnalysis;

namespace Tokgate.Vault;

/// <summary>Proves at start that a master key is the one that it says it is.</summary>
/// <param name="KeyId">The master key.</param>
/// <param name="Box">A known text, sealed with it.</param>
/// <param name="RetiredAt">Since when nothing may be sealed with it any more; null while it may.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "It is a column of a database.")]
public sealed record KeySentinel(string KeyId, byte[] Box, DateTimeOffset? RetiredAt);
