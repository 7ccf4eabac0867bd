using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class ConnectedAccountRow
{
    public required string GrantId { get; set; }

    public string? ClientId { get; set; }

    public required string Claims { get; set; }

    public DateTimeOffset ConnectedAt { get; set; }

    public static void Configure(EntityTypeBuilder<ConnectedAccountRow> row)
    {
        row.ToTable("connected_accounts").HasKey(account => account.GrantId);
        row.Property(account => account.GrantId).HasColumnName("grant_id");
        row.Property(account => account.ClientId).HasColumnName("client_id");
        row.Property(account => account.Claims).HasColumnName("claims");
        row.Property(account => account.ConnectedAt).HasColumnName("connected_at");
    }
}
