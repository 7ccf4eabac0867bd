using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class PendingSignInRow
{
    public required byte[] StateHash { get; set; }

    public required byte[] BrowserHash { get; set; }

    public required string Connection { get; set; }

    public required string TikTokApp { get; set; }

    public required string Callback { get; set; }

    public required string AskedScopes { get; set; }

    public byte[]? SealedVerifier { get; set; }

    public required string Request { get; set; }

    /// <summary>1 for a sign-in of somebody who administers.</summary>
    public int ForDashboard { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<PendingSignInRow> row)
    {
        row.ToTable("pending_sign_ins").HasKey(pending => pending.StateHash);
        row.Property(pending => pending.StateHash).HasColumnName("state_hash");
        row.Property(pending => pending.BrowserHash).HasColumnName("browser_hash");
        row.Property(pending => pending.Connection).HasColumnName("connection");
        row.Property(pending => pending.TikTokApp).HasColumnName("tiktok_app");
        row.Property(pending => pending.Callback).HasColumnName("callback");
        row.Property(pending => pending.AskedScopes).HasColumnName("asked_scopes");
        row.Property(pending => pending.SealedVerifier).HasColumnName("sealed_verifier");
        row.Property(pending => pending.Request).HasColumnName("request");
        row.Property(pending => pending.ForDashboard).HasColumnName("for_dashboard");
        row.Property(pending => pending.CreatedAt).HasColumnName("created_at");
        row.Property(pending => pending.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(pending => pending.BrowserHash).HasDatabaseName("pending_sign_ins_browser_hash");
        row.HasIndex(pending => pending.ExpiresAt).HasDatabaseName("pending_sign_ins_expires_at");
    }
}
