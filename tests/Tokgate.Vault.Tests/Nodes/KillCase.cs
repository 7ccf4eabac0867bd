namespace Tokgate.Vault.Tests.Nodes;

/// <summary>One refresh that a kill interrupts.</summary>
/// <param name="Point">The node's own name for where it is stopped; null when TikTok holds its request.</param>
/// <param name="HasEffect">Whether TikTok had spent the refresh token by then.</param>
internal sealed record KillCase(string? Point, bool HasEffect);
