using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class ConnectionRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required string Document { get; set; }

    public byte[]? SealedSecrets { get; set; }

    public long Version { get; set; }

    public string? Declared { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<ConnectionRow> row)
    {
        row.ToTable("connections").HasKey(connection => connection.Id);
        row.Property(connection => connection.Id).HasColumnName("id");
        row.Property(connection => connection.Name).HasColumnName("name");
        row.Property(connection => connection.Document).HasColumnName("document");
        row.Property(connection => connection.SealedSecrets).HasColumnName("sealed_secrets");
        row.Property(connection => connection.Version).HasColumnName("version");
        row.Property(connection => connection.Declared).HasColumnName("declared");
        row.Property(connection => connection.CreatedAt).HasColumnName("created_at");
        row.Property(connection => connection.UpdatedAt).HasColumnName("updated_at");
        row.HasIndex(connection => connection.Name).IsUnique().HasDatabaseName("connections_name");
    }
}
