using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>
/// A grant and the code it began with, in one row: the sign-in writes one row instead of two, and the code's hash stays as long as anything that the code
/// bought, so that a replay is seen at any time.
/// </summary>
internal sealed class GrantRow
{
    public required string Id { get; set; }

    public required string ClientId { get; set; }

    public required string UserId { get; set; }

    public required string SessionId { get; set; }

    public bool IsOffline { get; set; }

    public required string RedirectUri { get; set; }

    public required string Scopes { get; set; }

    public string? Audience { get; set; }

    public string? ClaimsRequest { get; set; }

    public required string UpstreamScopes { get; set; }

    public DateTimeOffset AuthTime { get; set; }

    public string? Acr { get; set; }

    public string? Nonce { get; set; }

    public required byte[] CodeHash { get; set; }

    public string? CodeChallenge { get; set; }

    public DateTimeOffset? RedeemedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Until the code is redeemed, when that ends; then, when the last thing it can buy ends.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static void Configure(EntityTypeBuilder<GrantRow> row)
    {
        row.ToTable("grants").HasKey(grant => grant.Id);
        row.Property(grant => grant.Id).HasColumnName("id");
        row.Property(grant => grant.ClientId).HasColumnName("client_id");
        row.Property(grant => grant.UserId).HasColumnName("user_id");
        row.Property(grant => grant.SessionId).HasColumnName("session_id");
        row.Property(grant => grant.IsOffline).HasColumnName("is_offline");
        row.Property(grant => grant.RedirectUri).HasColumnName("redirect_uri");
        row.Property(grant => grant.Scopes).HasColumnName("scopes");
        row.Property(grant => grant.Audience).HasColumnName("audience");
        row.Property(grant => grant.ClaimsRequest).HasColumnName("claims_request");
        row.Property(grant => grant.UpstreamScopes).HasColumnName("upstream_scopes");
        row.Property(grant => grant.AuthTime).HasColumnName("auth_time");
        row.Property(grant => grant.Acr).HasColumnName("acr");
        row.Property(grant => grant.Nonce).HasColumnName("nonce");
        row.Property(grant => grant.CodeHash).HasColumnName("code_hash");
        row.Property(grant => grant.CodeChallenge).HasColumnName("code_challenge");
        row.Property(grant => grant.RedeemedAt).HasColumnName("redeemed_at");
        row.Property(grant => grant.CreatedAt).HasColumnName("created_at");
        row.Property(grant => grant.ExpiresAt).HasColumnName("expires_at");
        row.Property(grant => grant.RevokedAt).HasColumnName("revoked_at");
        row.HasOne<ClientRow>().WithMany().HasForeignKey(grant => grant.ClientId).OnDelete(DeleteBehavior.Cascade);
        row.HasOne<UserRow>().WithMany().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(grant => grant.CodeHash).IsUnique().HasDatabaseName("grants_code_hash");
        row.HasIndex(grant => grant.ClientId).HasDatabaseName("grants_client_id");
        row.HasIndex(grant => grant.UserId).HasDatabaseName("grants_user_id");
        row.HasIndex(grant => grant.SessionId).HasDatabaseName("grants_session_id");
        row.HasIndex(grant => grant.ExpiresAt).HasDatabaseName("grants_expires_at");
    }
}
