namespace Tokgate.Server.Storage;

// What a table holds, and nothing else: the aggregates have their own types. Kept in one file, as the schema is.
internal sealed class ClientRow
{
    public required string Id { get; set; }

    public required string Document { get; set; }

    public long Version { get; set; }

    /// <summary>A digest of the declaration in code that was applied last.</summary>
    public string? Declared { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class ClientSecretRow
{
    public required string Id { get; set; }

    public required string ClientId { get; set; }

    public required string Prefix { get; set; }

    public required byte[] Hash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class SigningKeyRow
{
    public required string Id { get; set; }

    public required string Algorithm { get; set; }

    public long Generation { get; set; }

    public required byte[] SealedPrivateKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ActivatesAt { get; set; }
}

internal sealed class UsedAssertionRow
{
    public required byte[] Hash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class SealedSettingRow
{
    public required string Name { get; set; }

    public required byte[] SealedValue { get; set; }
}
