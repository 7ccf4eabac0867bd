using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class UserRow
{
    public required string Id { get; set; }

    public required string Status { get; set; }

    public required string Claims { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<UserRow> row)
    {
        row.ToTable("users").HasKey(user => user.Id);
        row.Property(user => user.Id).HasColumnName("id");
        row.Property(user => user.Status).HasColumnName("status");
        row.Property(user => user.Claims).HasColumnName("claims");
        row.Property(user => user.CreatedAt).HasColumnName("created_at");
        row.Property(user => user.UpdatedAt).HasColumnName("updated_at");
    }
}
