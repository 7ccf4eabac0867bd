using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class WebhookReceiverRow
{
    public required string Id { get; set; }

    public required string Url { get; set; }

    public required string Host { get; set; }

    /// <summary>Types, with a space between them.</summary>
    public required string Events { get; set; }

    public required byte[] SealedSecrets { get; set; }

    public bool IsFromSettings { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public string? DisabledCause { get; set; }

    public long Version { get; set; }

    public WebhookReceiver ToReceiver() => new()
    {
        Id = Id,
        Url = Url,
        Events = Events.Split(' '),
        SealedSecrets = SealedSecrets,
        IsFromSettings = IsFromSettings,
        FailingSince = FailingSince,
        DisabledAt = DisabledAt,
        DisabledCause = DisabledCause,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Version = Version,
    };

    public static void Configure(EntityTypeBuilder<WebhookReceiverRow> row)
    {
        row.ToTable("webhook_receivers").HasKey(receiver => receiver.Id);
        row.Property(receiver => receiver.Id).HasColumnName("id");
        row.Property(receiver => receiver.Url).HasColumnName("url");
        row.Property(receiver => receiver.Host).HasColumnName("host");
        row.Property(receiver => receiver.Events).HasColumnName("events");
        row.Property(receiver => receiver.SealedSecrets).HasColumnName("sealed_secrets");
        row.Property(receiver => receiver.IsFromSettings).HasColumnName("is_from_settings");
        row.Property(receiver => receiver.CreatedAt).HasColumnName("created_at");
        row.Property(receiver => receiver.UpdatedAt).HasColumnName("updated_at");
        row.Property(receiver => receiver.FailingSince).HasColumnName("failing_since");
        row.Property(receiver => receiver.DisabledAt).HasColumnName("disabled_at");
        row.Property(receiver => receiver.DisabledCause).HasColumnName("disabled_cause");
        row.Property(receiver => receiver.Version).HasColumnName("version");
    }
}
