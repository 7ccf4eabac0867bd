using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.TikTok;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>An event that waits for its receivers.</summary>
internal sealed class VaultEventRow
{
    public const string Table = "vault_events";

    public required string Id { get; set; }

    public required string Kind { get; set; }

    public long At { get; set; }

    public required string TikTokApp { get; set; }

    public string? GrantId { get; set; }

    public string? Connection { get; set; }

    public string? Owner { get; set; }

    public string? OpenId { get; set; }

    public string? Cause { get; set; }

    public string? LogId { get; set; }

    public long? RefreshExpiresAt { get; set; }

    public string? RemovalReason { get; set; }

    /// <summary>No node takes it before; so is a claim written.</summary>
    public long VisibleAt { get; set; }

    public static void Configure(EntityTypeBuilder<VaultEventRow> row)
    {
        row.ToTable(Table).HasKey(waiting => waiting.Id);
        foreach (var property in typeof(VaultEventRow).GetProperties())
        {
            row.Property(property.PropertyType, property.Name).HasColumnName(Columns.NameOf(property.Name));
        }

        row.HasIndex(waiting => waiting.VisibleAt).HasDatabaseName("vault_events_visible_at");
    }

    public static VaultEventRow Of(GrantEvent told) => new()
    {
        Id = told.Id,
        Kind = told.Kind.ToString(),
        At = told.At.ToUnixTimeMilliseconds(),
        TikTokApp = told.TikTokApp,
        GrantId = told.GrantId,
        Connection = told.Connection,
        Owner = told.Owner,
        OpenId = told.OpenId,
        Cause = told.Cause?.ToString(),
        LogId = told.LogId,
        RefreshExpiresAt = told.RefreshExpiresAt?.ToUnixTimeMilliseconds(),
        RemovalReason = told.RemovalReason?.ToString(),
        VisibleAt = told.At.ToUnixTimeMilliseconds(),
    };

    public GrantEvent ToEvent() => new()
    {
        Id = Id,
        Kind = Enum.Parse<GrantEventKind>(Kind),
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        TikTokApp = TikTokApp,
        GrantId = GrantId,
        Connection = Connection,
        Owner = Owner,
        OpenId = OpenId,
        Cause = Cause is null ? null : Enum.Parse<AttemptCause>(Cause),
        LogId = LogId,
        RefreshExpiresAt = RefreshExpiresAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
        RemovalReason = RemovalReason is null ? null : Enum.Parse<TikTokRemovalReason>(RemovalReason),
    };
}
