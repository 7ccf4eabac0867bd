using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class DeliveryRow
{
    public const string Waiting = "waiting";
    public const string Done = "done";
    public const string Dead = "dead";

    public required string Id { get; set; }

    public required string Kind { get; set; }

    public required string Target { get; set; }

    public required string Host { get; set; }

    public required string Subject { get; set; }

    public string? Recipient { get; set; }

    public required string State { get; set; }

    public int Attempts { get; set; }

    /// <summary>While it waits, when it is due; for one that is claimed, when the claim is over, which is the same thing.</summary>
    public DateTimeOffset NextAt { get; set; }

    public string? Lease { get; set; }

    public int? LastStatus { get; set; }

    public string? LastCause { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    // Claimed and so with a lease.
    public Delivery ToDelivery() => new() { Id = Id, Kind = Kind, Target = new Uri(Target), Host = Host, Subject = Subject, Recipient = Recipient, Attempts = Attempts, Lease = Lease! };

    /// <summary>Of rows that are webhooks, what is told about them.</summary>
    public static IQueryable<WebhookDelivery> Webhooks(IQueryable<DeliveryRow> rows) => rows.Select(static row => new WebhookDelivery
    {
        Id = row.Id,
        EventId = row.Subject,
        ReceiverId = row.Recipient!, // a webhook has one
        State = row.State,
        Attempts = row.Attempts,
        LastStatus = row.LastStatus,
        LastCause = row.LastCause,
        CreatedAt = row.CreatedAt,
        EndedAt = row.EndedAt,
    });

    public static void Configure(EntityTypeBuilder<DeliveryRow> row)
    {
        row.ToTable("deliveries").HasKey(delivery => delivery.Id);
        row.Property(delivery => delivery.Id).HasColumnName("id");
        row.Property(delivery => delivery.Kind).HasColumnName("kind");
        row.Property(delivery => delivery.Target).HasColumnName("target");
        row.Property(delivery => delivery.Host).HasColumnName("host");
        row.Property(delivery => delivery.Subject).HasColumnName("subject");
        row.Property(delivery => delivery.Recipient).HasColumnName("recipient");
        row.Property(delivery => delivery.State).HasColumnName("state");
        row.Property(delivery => delivery.Attempts).HasColumnName("attempts");
        row.Property(delivery => delivery.NextAt).HasColumnName("next_at");
        row.Property(delivery => delivery.Lease).HasColumnName("lease");
        row.Property(delivery => delivery.LastStatus).HasColumnName("last_status");
        row.Property(delivery => delivery.LastCause).HasColumnName("last_cause");
        row.Property(delivery => delivery.CreatedAt).HasColumnName("created_at");
        row.Property(delivery => delivery.EndedAt).HasColumnName("ended_at");
        row.HasIndex(delivery => delivery.NextAt).HasDatabaseName("deliveries_next_at").HasFilter("state = 'waiting'");
        row.HasIndex(delivery => new { delivery.Recipient, delivery.CreatedAt }).HasDatabaseName("deliveries_recipient").HasFilter("recipient is not null");
        row.HasIndex(delivery => delivery.Subject).HasDatabaseName("deliveries_subject").HasFilter("recipient is not null");
        row.HasIndex(delivery => delivery.EndedAt).HasDatabaseName("deliveries_ended_at").HasFilter("ended_at is not null");
    }
}
