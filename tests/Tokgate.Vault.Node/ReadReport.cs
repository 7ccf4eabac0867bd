namespace Tokgate.Vault.Node;

/// <summary>What many callers got.</summary>
/// <param name="Errors">Why those without a token have none: exceptions by type, answers by their standing.</param>
/// <param name="Tokens">Hashes of the distinct tokens.</param>
/// <param name="Generations">The distinct generations.</param>
/// <param name="CommittedAt">The timestamp of the commit by this process; 0 if another one committed.</param>
/// <param name="Ends">The timestamps at which the callers had their answers.</param>
internal sealed record ReadReport(IReadOnlyList<string> Errors, IReadOnlyList<string> Tokens, IReadOnlyList<long> Generations, long CommittedAt, IReadOnlyList<long> Ends);
