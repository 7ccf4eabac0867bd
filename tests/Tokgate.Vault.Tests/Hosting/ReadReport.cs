namespace Tokgate.Vault.Tests.Hosting;

/// <summary>What many callers in another process got, as that process tells it: timestamps are the machine's, so processes can be compared.</summary>
public sealed record ReadReport(IReadOnlyList<string> Errors, IReadOnlyList<string> Tokens, IReadOnlyList<long> Generations, long CommittedAt, IReadOnlyList<long> Ends);
