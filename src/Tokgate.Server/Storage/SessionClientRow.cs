using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>
/// A client that has to hear of a session's end. Its grants cannot say so: they go when the last token has expired, while the client's own session lives on.
/// </summary>
internal sealed class SessionClientRow
{
    public required string SessionId { get; set; }

    public required string ClientId { get; set; }

    public static void Configure(EntityTypeBuilder<SessionClientRow> row)
    {
        row.ToTable("session_clients").HasKey(told => new { told.SessionId, told.ClientId });
        row.Property(told => told.SessionId).HasColumnName("session_id");
        row.Property(told => told.ClientId).HasColumnName("client_id");
        row.HasOne<SessionRow>().WithMany().HasForeignKey(told => told.SessionId).OnDelete(DeleteBehavior.Cascade);
        row.HasOne<ClientRow>().WithMany().HasForeignKey(told => told.ClientId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(told => told.ClientId).HasDatabaseName("session_clients_client_id");
    }
}
