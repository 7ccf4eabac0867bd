namespace Tokgate.Server.Telemetry;

/// <summary>How much there is of what is counted in the database, a moment ago.</summary>
internal sealed record Levels(
    IReadOnlyDictionary<string, long> Grants, IReadOnlyDictionary<string, long> Waiting, DateTimeOffset? OldestDataKeyAt, IReadOnlyDictionary<string, DateTimeOffset> SigningKeys);
