using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class ApplicationUserRow
{
    public required string ClientId { get; set; }

    public required string ExternalId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<ApplicationUserRow> row)
    {
        row.ToTable("application_users").HasKey(user => new { user.ClientId, user.ExternalId });
        row.Property(user => user.ClientId).HasColumnName("client_id");
        row.Property(user => user.ExternalId).HasColumnName("external_id");
        row.Property(user => user.UserId).HasColumnName("user_id");
        row.Property(user => user.CreatedAt).HasColumnName("created_at");
        row.HasIndex(user => user.UserId).HasDatabaseName("application_users_user_id");
        row.HasOne<UserRow>().WithMany().HasForeignKey(user => user.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
