using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

/// <summary>
/// An event as it stands in the table. The key rises with time, so newest first, cursor and retention need no index of their own; columns that most events
/// leave empty have indexes without the empty ones.
/// </summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset OccurredAt { get; set; }

    public string? FlowId { get; set; }

    public string? UserId { get; set; }

    public string? SessionId { get; set; }

    public string? ClientId { get; set; }

    public string? Connection { get; set; }

    public string? TikTokApp { get; set; }

    public string? ErrorId { get; set; }

    public string? Cause { get; set; }

    public string? LogId { get; set; }

    public string? Address { get; set; }

    public string? UserAgent { get; set; }

    public string? Reference { get; set; }

    public string? Subject { get; set; }

    public string? Actor { get; set; }

    public string? Change { get; set; }

    public long Count { get; set; }

    public static AuditRow Of(AuditEvent audited) => new()
    {
        Name = audited.Name,
        OccurredAt = audited.At,
        FlowId = audited.FlowId,
        UserId = audited.UserId,
        SessionId = audited.SessionId,
        ClientId = audited.ClientId,
        Connection = audited.Connection,
        TikTokApp = audited.TikTokApp,
        ErrorId = audited.ErrorId,
        Cause = audited.Cause,
        LogId = audited.LogId,
        Address = audited.Address,
        UserAgent = audited.UserAgent,
        Reference = audited.Reference,
        Subject = audited.Subject,
        Actor = audited.Actor,
        Change = audited.Change,
        Count = audited.Count,
    };

    public AuditEvent ToEvent() => new(Name)
    {
        Id = Id,
        At = OccurredAt,
        FlowId = FlowId,
        UserId = UserId,
        SessionId = SessionId,
        ClientId = ClientId,
        Connection = Connection,
        TikTokApp = TikTokApp,
        ErrorId = ErrorId,
        Cause = Cause,
        LogId = LogId,
        Address = Address,
        UserAgent = UserAgent,
        Reference = Reference,
        Subject = Subject,
        Actor = Actor,
        Change = Change,
        Count = Count,
    };

    public static void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("audit_events").HasKey(audited => audited.Id);
        row.Property(audited => audited.Id).HasColumnName("id").ValueGeneratedOnAdd();
        row.Property(audited => audited.Name).HasColumnName("name");
        row.Property(audited => audited.OccurredAt).HasColumnName("occurred_at");
        row.Property(audited => audited.FlowId).HasColumnName("flow_id");
        row.Property(audited => audited.UserId).HasColumnName("user_id");
        row.Property(audited => audited.SessionId).HasColumnName("session_id");
        row.Property(audited => audited.ClientId).HasColumnName("client_id");
        row.Property(audited => audited.Connection).HasColumnName("connection");
        row.Property(audited => audited.TikTokApp).HasColumnName("tiktok_app");
        row.Property(audited => audited.ErrorId).HasColumnName("error_id");
        row.Property(audited => audited.Cause).HasColumnName("cause");
        row.Property(audited => audited.LogId).HasColumnName("log_id");
        row.Property(audited => audited.Address).HasColumnName("address");
        row.Property(audited => audited.UserAgent).HasColumnName("user_agent");
        row.Property(audited => audited.Reference).HasColumnName("reference");
        row.Property(audited => audited.Subject).HasColumnName("subject");
        row.Property(audited => audited.Actor).HasColumnName("actor");
        row.Property(audited => audited.Change).HasColumnName("change");
        row.Property(audited => audited.Count).HasColumnName("count");
        row.HasIndex(audited => new { audited.Name, audited.Id, audited.Cause }).HasDatabaseName("audit_events_name");
        row.HasIndex(audited => new { audited.Connection, audited.Id }).HasDatabaseName("audit_events_connection").HasFilter("connection is not null");
        row.HasIndex(audited => new { audited.ClientId, audited.Id }).HasDatabaseName("audit_events_client_id").HasFilter("client_id is not null");
        row.HasIndex(audited => new { audited.UserId, audited.Id }).HasDatabaseName("audit_events_user_id").HasFilter("user_id is not null");
        row.HasIndex(audited => audited.FlowId).HasDatabaseName("audit_events_flow_id").HasFilter("flow_id is not null");
        row.HasIndex(audited => audited.Reference).HasDatabaseName("audit_events_reference").HasFilter("reference is not null");
        row.HasIndex(audited => new { audited.ErrorId, audited.Id }).HasDatabaseName("audit_events_error_id").HasFilter("error_id is not null");
    }
}
