using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>A repeatable call of the management API. Without a status it is under way, or whoever did it died.</summary>
internal sealed class IdempotencyRow
{
    public required byte[] Hash { get; set; }

    public required byte[] RequestHash { get; set; }

    public int? Status { get; set; }

    public byte[]? SealedBody { get; set; }

    public DateTimeOffset HeldUntil { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<IdempotencyRow> row)
    {
        row.ToTable("idempotency_keys").HasKey(key => key.Hash);
        row.Property(key => key.Hash).HasColumnName("hash");
        row.Property(key => key.RequestHash).HasColumnName("request_hash");
        row.Property(key => key.Status).HasColumnName("status");
        row.Property(key => key.SealedBody).HasColumnName("sealed_body");
        row.Property(key => key.HeldUntil).HasColumnName("held_until");
        row.Property(key => key.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(key => key.ExpiresAt).HasDatabaseName("idempotency_keys_expires_at");
    }
}
