using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class AccountLinkRow
{
    public required string Id { get; set; }

    public byte[]? AuthHash { get; set; }

    public byte[]? TicketHash { get; set; }

    public byte[]? StateHash { get; set; }

    public byte[]? CodeHash { get; set; }

    public byte[]? BrowserHash { get; set; }

    public string? ClientId { get; set; }

    public string? UserId { get; set; }

    public string? SessionId { get; set; }

    public string? ExternalId { get; set; }

    public required string Connection { get; set; }

    public required string FurtherScopes { get; set; }

    public string? OpenId { get; set; }

    public string? RedirectUri { get; set; }

    public string? State { get; set; }

    public string? CodeChallenge { get; set; }

    public string? TikTokApp { get; set; }

    public string? Callback { get; set; }

    public string? AskedScopes { get; set; }

    public byte[]? SealedVerifier { get; set; }

    public byte[]? SealedResult { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<AccountLinkRow> row)
    {
        row.ToTable("account_links").HasKey(link => link.Id);
        row.Property(link => link.Id).HasColumnName("id");
        row.Property(link => link.AuthHash).HasColumnName("auth_hash");
        row.Property(link => link.TicketHash).HasColumnName("ticket_hash");
        row.Property(link => link.StateHash).HasColumnName("state_hash");
        row.Property(link => link.CodeHash).HasColumnName("code_hash");
        row.Property(link => link.BrowserHash).HasColumnName("browser_hash");
        row.Property(link => link.ClientId).HasColumnName("client_id");
        row.Property(link => link.UserId).HasColumnName("user_id");
        row.Property(link => link.SessionId).HasColumnName("session_id");
        row.Property(link => link.ExternalId).HasColumnName("external_id");
        row.Property(link => link.Connection).HasColumnName("connection");
        row.Property(link => link.FurtherScopes).HasColumnName("further_scopes");
        row.Property(link => link.OpenId).HasColumnName("open_id");
        row.Property(link => link.RedirectUri).HasColumnName("redirect_uri");
        row.Property(link => link.State).HasColumnName("state");
        row.Property(link => link.CodeChallenge).HasColumnName("code_challenge");
        row.Property(link => link.TikTokApp).HasColumnName("tiktok_app");
        row.Property(link => link.Callback).HasColumnName("callback");
        row.Property(link => link.AskedScopes).HasColumnName("asked_scopes");
        row.Property(link => link.SealedVerifier).HasColumnName("sealed_verifier");
        row.Property(link => link.SealedResult).HasColumnName("sealed_result");
        row.Property(link => link.CreatedAt).HasColumnName("created_at");
        row.Property(link => link.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(link => link.AuthHash).IsUnique().HasFilter("auth_hash is not null").HasDatabaseName("account_links_auth_hash");
        row.HasIndex(link => link.TicketHash).IsUnique().HasFilter("ticket_hash is not null").HasDatabaseName("account_links_ticket_hash");
        row.HasIndex(link => link.StateHash).IsUnique().HasFilter("state_hash is not null").HasDatabaseName("account_links_state_hash");
        row.HasIndex(link => link.ExpiresAt).HasDatabaseName("account_links_expires_at");
    }
}
