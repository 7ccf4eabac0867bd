namespace Tokgate.Vault;

/// <summary>Who may ask TikTok on behalf of a grant, and how long.</summary>
/// <param name="AttemptId">The attempt that holds it.</param>
/// <param name="Until">When others may take it, by the clock that the store compares with.</param>
public sealed record GrantLease(string AttemptId, DateTimeOffset Until);
