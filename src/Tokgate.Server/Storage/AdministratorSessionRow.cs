using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorSessionRow
{
    public required string Id { get; set; }

    public required byte[] HandleHash { get; set; }

    public required string AdministratorId { get; set; }

    public required string Method { get; set; }

    public string? Address { get; set; }

    public string? UserAgent { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset IdleExpiresAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<AdministratorSessionRow> row)
    {
        row.ToTable("administrator_sessions").HasKey(session => session.Id);
        row.Property(session => session.Id).HasColumnName("id");
        row.Property(session => session.HandleHash).HasColumnName("handle_hash");
        row.Property(session => session.AdministratorId).HasColumnName("administrator_id");
        row.Property(session => session.Method).HasColumnName("method");
        row.Property(session => session.Address).HasColumnName("address");
        row.Property(session => session.UserAgent).HasColumnName("user_agent");
        row.Property(session => session.CreatedAt).HasColumnName("created_at");
        row.Property(session => session.LastSeenAt).HasColumnName("last_seen_at");
        row.Property(session => session.IdleExpiresAt).HasColumnName("idle_expires_at");
        row.Property(session => session.ExpiresAt).HasColumnName("expires_at");
        row.HasOne<AdministratorRow>().WithMany().HasForeignKey(session => session.AdministratorId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(session => session.HandleHash).IsUnique().HasDatabaseName("administrator_sessions_handle_hash");
        row.HasIndex(session => session.AdministratorId).HasDatabaseName("administrator_sessions_administrator_id");
        row.HasIndex(session => session.ExpiresAt).HasDatabaseName("administrator_sessions_expires_at");
    }
}
