using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class SeenWebhookRow
{
    public required byte[] Hash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<SeenWebhookRow> row)
    {
        row.ToTable("seen_webhooks").HasKey(seen => seen.Hash);
        row.Property(seen => seen.Hash).HasColumnName("hash");
        row.Property(seen => seen.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(seen => seen.ExpiresAt).HasDatabaseName("seen_webhooks_expires_at");
    }
}
