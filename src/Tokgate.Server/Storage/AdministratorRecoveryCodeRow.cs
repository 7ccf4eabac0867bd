using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorRecoveryCodeRow
{
    public required string AdministratorId { get; set; }

    public required byte[] Hash { get; set; }

    public static void Configure(EntityTypeBuilder<AdministratorRecoveryCodeRow> row)
    {
        row.ToTable("administrator_recovery_codes").HasKey(code => new { code.AdministratorId, code.Hash });
        row.Property(code => code.AdministratorId).HasColumnName("administrator_id");
        row.Property(code => code.Hash).HasColumnName("hash");
        row.HasOne<AdministratorRow>().WithMany().HasForeignKey(code => code.AdministratorId).OnDelete(DeleteBehavior.Cascade);
    }
}
