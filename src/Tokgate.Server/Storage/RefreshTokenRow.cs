using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>A family of refresh tokens: one row per grant however often it is refreshed. Which token of the family is live, the hash says.</summary>
internal sealed class RefreshTokenRow
{
    public required byte[] Family { get; set; }

    public required string GrantId { get; set; }

    public required byte[] Hash { get; set; }

    public byte[]? PreviousHash { get; set; }

    public DateTimeOffset? RotatedAt { get; set; }

    /// <summary>The live token under a key that only the previous one gives; erased after the grace.</summary>
    public byte[]? SealedSuccessor { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<RefreshTokenRow> row)
    {
        row.ToTable("refresh_tokens").HasKey(token => token.Family);
        row.Property(token => token.Family).HasColumnName("family");
        row.Property(token => token.GrantId).HasColumnName("grant_id");
        row.Property(token => token.Hash).HasColumnName("hash");
        row.Property(token => token.PreviousHash).HasColumnName("previous_hash");
        row.Property(token => token.RotatedAt).HasColumnName("rotated_at");
        row.Property(token => token.SealedSuccessor).HasColumnName("sealed_successor");
        row.Property(token => token.CreatedAt).HasColumnName("created_at");
        row.Property(token => token.ExpiresAt).HasColumnName("expires_at");
        row.HasOne<GrantRow>().WithOne().HasForeignKey<RefreshTokenRow>(token => token.GrantId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(token => token.GrantId).IsUnique().HasDatabaseName("refresh_tokens_grant_id");
        row.HasIndex(token => token.RotatedAt).HasDatabaseName("refresh_tokens_rotated_at").HasFilter("sealed_successor is not null");
    }
}
