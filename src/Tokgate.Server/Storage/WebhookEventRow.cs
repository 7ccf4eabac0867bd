using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class WebhookEventRow
{
    public required string Id { get; set; }

    public required string Type { get; set; }

    public required string Body { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<WebhookEventRow> row)
    {
        row.ToTable("webhook_events").HasKey(happened => happened.Id);
        row.Property(happened => happened.Id).HasColumnName("id");
        row.Property(happened => happened.Type).HasColumnName("type");
        row.Property(happened => happened.Body).HasColumnName("body");
        row.Property(happened => happened.CreatedAt).HasColumnName("created_at");
        row.HasIndex(happened => happened.CreatedAt).HasDatabaseName("webhook_events_created_at");
    }
}
