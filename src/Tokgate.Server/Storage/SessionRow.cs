using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Storage;

internal sealed class SessionRow
{
    public required string Id { get; set; }

    public required byte[] HandleHash { get; set; }

    public required string UserId { get; set; }

    public required string Connection { get; set; }

    public required string TikTokApp { get; set; }

    public required string AskedScopes { get; set; }

    public required string GrantedScopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset AuthTime { get; set; }

    public DateTimeOffset IdleExpiresAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>To five minutes or so; null is at its sign-in.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public string? UserAgent { get; set; }

    public Session ToSession() => new()
    {
        Id = Id,
        UserId = UserId,
        Connection = Connection,
        TikTokApp = TikTokApp,
        AskedScopes = AskedScopes,
        GrantedScopes = GrantedScopes,
        AuthenticatedAt = AuthTime,
        IdleExpiresAt = IdleExpiresAt,
        ExpiresAt = ExpiresAt,
    };

    public static void Configure(EntityTypeBuilder<SessionRow> row)
    {
        row.ToTable("sessions").HasKey(session => session.Id);
        row.Property(session => session.Id).HasColumnName("id");
        row.Property(session => session.HandleHash).HasColumnName("handle_hash");
        row.Property(session => session.UserId).HasColumnName("user_id");
        row.Property(session => session.Connection).HasColumnName("connection");
        row.Property(session => session.TikTokApp).HasColumnName("tiktok_app");
        row.Property(session => session.AskedScopes).HasColumnName("asked_scopes");
        row.Property(session => session.GrantedScopes).HasColumnName("granted_scopes");
        row.Property(session => session.CreatedAt).HasColumnName("created_at");
        row.Property(session => session.AuthTime).HasColumnName("auth_time");
        row.Property(session => session.IdleExpiresAt).HasColumnName("idle_expires_at");
        row.Property(session => session.ExpiresAt).HasColumnName("expires_at");
        row.Property(session => session.EndedAt).HasColumnName("ended_at");
        row.Property(session => session.LastSeenAt).HasColumnName("last_seen_at");
        row.Property(session => session.UserAgent).HasColumnName("user_agent");
        row.HasOne<UserRow>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(session => session.HandleHash).IsUnique().HasDatabaseName("sessions_handle_hash");
        row.HasIndex(session => session.UserId).HasDatabaseName("sessions_user_id");
        row.HasIndex(session => session.ExpiresAt).HasDatabaseName("sessions_expires_at");
    }
}
