using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Administrators;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorInvitationRow
{
    public required byte[] Hash { get; set; }

    public required int Role { get; set; }

    public string? AdministratorId { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public Invitation ToInvitation() => new(Hash, (AdministratorRole)Role, AdministratorId, CreatedBy, CreatedAt, ExpiresAt);

    public static void Configure(EntityTypeBuilder<AdministratorInvitationRow> row)
    {
        row.ToTable("administrator_invitations").HasKey(invitation => invitation.Hash);
        row.Property(invitation => invitation.Hash).HasColumnName("hash");
        row.Property(invitation => invitation.Role).HasColumnName("role");
        row.Property(invitation => invitation.AdministratorId).HasColumnName("administrator_id");
        row.Property(invitation => invitation.CreatedBy).HasColumnName("created_by");
        row.Property(invitation => invitation.CreatedAt).HasColumnName("created_at");
        row.Property(invitation => invitation.ExpiresAt).HasColumnName("expires_at");
        row.HasOne<AdministratorRow>().WithMany().HasForeignKey(invitation => invitation.AdministratorId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(invitation => invitation.ExpiresAt).HasDatabaseName("administrator_invitations_expires_at");
        row.HasIndex(invitation => invitation.AdministratorId).HasDatabaseName("administrator_invitations_administrator_id");
    }
}
