using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.TikTok;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>A grant as its table has it. Instants are Unix milliseconds, which mean the same to every database.</summary>
internal sealed class VaultGrantRow
{
    public const string Table = "vault_grants";

    public required string Id { get; set; }

    public required string TikTokApp { get; set; }

    public required string Connection { get; set; }

    public required string Owner { get; set; }

    public required string OpenId { get; set; }

    public required string Scopes { get; set; }

    public required string State { get; set; }

    public long Generation { get; set; }

    public string? MasterKeyId { get; set; }

    public long DataKeyVersion { get; set; }

    public long DataKeyAt { get; set; }

    public byte[]? DataKey { get; set; }

    public byte[]? AccessToken { get; set; }

    public byte[]? RefreshToken { get; set; }

    public long AccessExpiresAt { get; set; }

    public long? RefreshExpiresAt { get; set; }

    public long RefreshedAt { get; set; }

    public long AuthorizedAt { get; set; }

    public long CreatedAt { get; set; }

    public long LastUsedAt { get; set; }

    public string? LeaseAttempt { get; set; }

    public long? LeaseUntil { get; set; }

    public string? AttemptId { get; set; }

    public long? AttemptAt { get; set; }

    public string? AttemptCause { get; set; }

    public string? AttemptLogId { get; set; }

    public int Failures { get; set; }

    public int HadFailed { get; set; }

    public long? NextAttemptAt { get; set; }

    public long? DueAt { get; set; }

    public long? RevokeRequestedAt { get; set; }

    public long? WarnedFor { get; set; }

    public static void Configure(EntityTypeBuilder<VaultGrantRow> row)
    {
        row.ToTable(Table).HasKey(grant => grant.Id);
        foreach (var property in typeof(VaultGrantRow).GetProperties())
        {
            row.Property(property.PropertyType, property.Name).HasColumnName(Columns.NameOf(property.Name));
        }

        row.HasIndex(grant => new { grant.Owner, grant.TikTokApp, grant.OpenId }).IsUnique().HasDatabaseName("vault_grants_owner");
        row.HasIndex(grant => new { grant.TikTokApp, grant.OpenId }).HasDatabaseName("vault_grants_open_id");
        row.HasIndex(grant => grant.DueAt).HasDatabaseName("vault_grants_due_at");
        row.HasIndex(grant => grant.MasterKeyId).HasDatabaseName("vault_grants_master_key_id");
        row.HasIndex(grant => grant.DataKeyAt).HasDatabaseName("vault_grants_data_key_at");
    }

    public static VaultGrantRow Of(Grant grant) => new()
    {
        Id = grant.Id,
        TikTokApp = grant.TikTokApp,
        Connection = grant.Connection,
        Owner = grant.Owner,
        OpenId = grant.OpenId,
        Scopes = grant.Scopes.ToString(),
        State = grant.State.ToString(),
        Generation = grant.Generation,
        MasterKeyId = grant.Sealed?.MasterKeyId,
        DataKeyVersion = grant.Sealed?.DataKeyVersion ?? 0,
        DataKeyAt = grant.RefreshedAt.ToUnixTimeMilliseconds(),
        DataKey = grant.Sealed?.DataKey,
        AccessToken = grant.Sealed?.AccessToken,
        RefreshToken = grant.Sealed?.RefreshToken,
        AccessExpiresAt = grant.AccessExpiresAt.ToUnixTimeMilliseconds(),
        RefreshExpiresAt = grant.RefreshExpiresAt?.ToUnixTimeMilliseconds(),
        RefreshedAt = grant.RefreshedAt.ToUnixTimeMilliseconds(),
        AuthorizedAt = grant.AuthorizedAt.ToUnixTimeMilliseconds(),
        CreatedAt = grant.CreatedAt.ToUnixTimeMilliseconds(),
        LastUsedAt = grant.LastUsedAt.ToUnixTimeMilliseconds(),
        Failures = grant.Failures,
        NextAttemptAt = grant.NextAttemptAt?.ToUnixTimeMilliseconds(),
        DueAt = grant.DueAt?.ToUnixTimeMilliseconds(),
    };

    public Grant ToGrant() => new()
    {
        Id = Id,
        TikTokApp = TikTokApp,
        Connection = Connection,
        Owner = Owner,
        OpenId = OpenId,
        Scopes = TikTokScopes.Parse(Scopes),
        State = Enum.Parse<GrantState>(State),
        Generation = Generation,
        Sealed = DataKey is not null && AccessToken is not null && MasterKeyId is not null ? new SealedTokens(MasterKeyId, DataKeyVersion, DataKey, AccessToken, RefreshToken) : null,
        AccessExpiresAt = Instant(AccessExpiresAt),
        RefreshExpiresAt = Instant(RefreshExpiresAt),
        RefreshedAt = Instant(RefreshedAt),
        AuthorizedAt = Instant(AuthorizedAt),
        CreatedAt = Instant(CreatedAt),
        LastUsedAt = Instant(LastUsedAt),
        Lease = LeaseAttempt is not null && LeaseUntil is { } until ? new GrantLease(LeaseAttempt, Instant(until)) : null,
        LastAttempt = AttemptId is not null && AttemptAt is { } at && AttemptCause is not null ? new GrantAttempt(AttemptId, Instant(at), Enum.Parse<AttemptCause>(AttemptCause), AttemptLogId) : null,
        Failures = Failures,
        NextAttemptAt = Instant(NextAttemptAt),
        DueAt = Instant(DueAt),
        RevokeRequestedAt = Instant(RevokeRequestedAt),
    };

    private static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? Instant(long? milliseconds) => milliseconds is { } known ? Instant(known) : null;
}
