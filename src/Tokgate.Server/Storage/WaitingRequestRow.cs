using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class WaitingRequestRow
{
    public required byte[] Hash { get; set; }

    public required string ClientId { get; set; }

    public string? SessionId { get; set; }

    public required string Request { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<WaitingRequestRow> row)
    {
        row.ToTable("waiting_requests").HasKey(waiting => waiting.Hash);
        row.Property(waiting => waiting.Hash).HasColumnName("hash");
        row.Property(waiting => waiting.ClientId).HasColumnName("client_id");
        row.Property(waiting => waiting.SessionId).HasColumnName("session_id");
        row.Property(waiting => waiting.Request).HasColumnName("request");
        row.Property(waiting => waiting.ExpiresAt).HasColumnName("expires_at");
        row.HasOne<ClientRow>().WithMany().HasForeignKey(waiting => waiting.ClientId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(waiting => waiting.ClientId).HasDatabaseName("waiting_requests_client_id");
        row.HasIndex(waiting => waiting.ExpiresAt).HasDatabaseName("waiting_requests_expires_at");
    }
}
