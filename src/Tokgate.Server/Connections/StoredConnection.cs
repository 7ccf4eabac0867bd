namespace Tokgate.Server.Connections;

/// <summary>A connection as its row has it: without a secret in clear.</summary>
internal sealed record StoredConnection(ConnectionConfig Config)
{
    /// <summary>The secrets that the management API was given, as <see cref="ConnectionSecrets"/> sealed them; null for none.</summary>
    public byte[]? SealedSecrets { get; init; }

    /// <summary>A digest of the declaration in settings or code that was applied last; null if nothing ever declared it.</summary>
    public string? Declared { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
