using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorCeremonyRow
{
    public required byte[] Hash { get; set; }

    public required string Purpose { get; set; }

    public required string State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<AdministratorCeremonyRow> row)
    {
        row.ToTable("administrator_ceremonies").HasKey(ceremony => ceremony.Hash);
        row.Property(ceremony => ceremony.Hash).HasColumnName("hash");
        row.Property(ceremony => ceremony.Purpose).HasColumnName("purpose");
        row.Property(ceremony => ceremony.State).HasColumnName("state");
        row.Property(ceremony => ceremony.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(ceremony => ceremony.ExpiresAt).HasDatabaseName("administrator_ceremonies_expires_at");
    }
}
