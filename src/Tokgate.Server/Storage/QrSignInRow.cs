using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Upstream.QrCodes;

namespace Tokgate.Server.Storage;

internal sealed class QrSignInRow
{
    public required byte[] Hash { get; set; }

    public byte[]? BrowserHash { get; set; }

    public required string ClientId { get; set; }

    public required string Connection { get; set; }

    public required string TikTokApp { get; set; }

    public required string AskedScopes { get; set; }

    public required string Request { get; set; }

    public required byte[] SealedCode { get; set; }

    public byte[]? SealedResult { get; set; }

    public QrState State { get; set; }

    public int Number { get; set; }

    public DateTimeOffset NextLookAt { get; set; }

    public DateTimeOffset CodeExpiresAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<QrSignInRow> row)
    {
        row.ToTable("qr_sign_ins").HasKey(qr => qr.Hash);
        row.Property(qr => qr.Hash).HasColumnName("hash");
        row.Property(qr => qr.BrowserHash).HasColumnName("browser_hash");
        row.Property(qr => qr.ClientId).HasColumnName("client_id");
        row.Property(qr => qr.Connection).HasColumnName("connection");
        row.Property(qr => qr.TikTokApp).HasColumnName("tiktok_app");
        row.Property(qr => qr.AskedScopes).HasColumnName("asked_scopes");
        row.Property(qr => qr.Request).HasColumnName("request");
        row.Property(qr => qr.SealedCode).HasColumnName("sealed_code");
        row.Property(qr => qr.SealedResult).HasColumnName("sealed_result");
        row.Property(qr => qr.State).HasColumnName("state");
        row.Property(qr => qr.Number).HasColumnName("number");
        row.Property(qr => qr.NextLookAt).HasColumnName("next_look_at");
        row.Property(qr => qr.CodeExpiresAt).HasColumnName("code_expires_at");
        row.Property(qr => qr.CreatedAt).HasColumnName("created_at");
        row.Property(qr => qr.ExpiresAt).HasColumnName("expires_at");
        row.HasOne<ClientRow>().WithMany().HasForeignKey(qr => qr.ClientId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(qr => qr.BrowserHash).HasFilter("browser_hash is not null").HasDatabaseName("qr_sign_ins_browser_hash");
        row.HasIndex(qr => qr.ClientId).HasDatabaseName("qr_sign_ins_client_id");
        row.HasIndex(qr => qr.ExpiresAt).HasDatabaseName("qr_sign_ins_expires_at");
    }
}
