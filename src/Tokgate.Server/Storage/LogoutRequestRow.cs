using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class LogoutRequestRow
{
    public required byte[] Hash { get; set; }

    public string? SessionId { get; set; }

    public required string Request { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<LogoutRequestRow> row)
    {
        row.ToTable("logout_requests").HasKey(waiting => waiting.Hash);
        row.Property(waiting => waiting.Hash).HasColumnName("hash");
        row.Property(waiting => waiting.SessionId).HasColumnName("session_id");
        row.Property(waiting => waiting.Request).HasColumnName("request");
        row.Property(waiting => waiting.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(waiting => waiting.ExpiresAt).HasDatabaseName("logout_requests_expires_at");
    }
}
