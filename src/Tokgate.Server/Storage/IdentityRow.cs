using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>A TikTok account as one TikTok app knows it, and the user that it is. A user may have several.</summary>
internal sealed class IdentityRow
{
    public required string TikTokApp { get; set; }

    public required string OpenId { get; set; }

    public string? UnionId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public static void Configure(EntityTypeBuilder<IdentityRow> row)
    {
        row.ToTable("identities").HasKey(identity => new { identity.TikTokApp, identity.OpenId });
        row.Property(identity => identity.TikTokApp).HasColumnName("tiktok_app");
        row.Property(identity => identity.OpenId).HasColumnName("open_id");
        row.Property(identity => identity.UnionId).HasColumnName("union_id");
        row.Property(identity => identity.UserId).HasColumnName("user_id");
        row.Property(identity => identity.CreatedAt).HasColumnName("created_at");
        row.Property(identity => identity.LastSeenAt).HasColumnName("last_seen_at");
        row.HasOne<UserRow>().WithMany().HasForeignKey(identity => identity.UserId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(identity => identity.UserId).HasDatabaseName("identities_user_id");
        row.HasIndex(identity => identity.OpenId).HasDatabaseName("identities_open_id");
        row.HasIndex(identity => identity.UnionId).HasDatabaseName("identities_union_id").HasFilter("union_id is not null");
    }
}
