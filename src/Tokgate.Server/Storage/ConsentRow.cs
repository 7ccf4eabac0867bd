using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class ConsentRow
{
    public required string UserId { get; set; }

    public required string ClientId { get; set; }

    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<ConsentRow> row)
    {
        row.ToTable("consents").HasKey(consent => new { consent.UserId, consent.ClientId, consent.Scopes });
        row.Property(consent => consent.UserId).HasColumnName("user_id");
        row.Property(consent => consent.ClientId).HasColumnName("client_id");
        row.Property(consent => consent.Scopes).HasColumnName("scopes");
        row.Property(consent => consent.CreatedAt).HasColumnName("created_at");
        row.HasOne<UserRow>().WithMany().HasForeignKey(consent => consent.UserId).OnDelete(DeleteBehavior.Cascade);
        row.HasOne<ClientRow>().WithMany().HasForeignKey(consent => consent.ClientId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(consent => consent.ClientId).HasDatabaseName("consents_client_id");
    }
}
