using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.TikTok;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>A grant as its table has it. Instants are Unix milliseconds, which mean the same to every database.</summary>
internal sealed class VaultGrantRow
{
    public const string Table = "vault_grants";

    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string AllColumns =
        "id, tiktok_app, connection, owner, open_id, scopes, state, generation, master_key_id, data_key_version, data_key_at, data_key, access_token, "
        + "refresh_token, access_expires_at, refresh_expires_at, refreshed_at, authorized_at, created_at, last_used_at, lease_attempt, lease_until, attempt_id, "
        + "attempt_at, attempt_cause, attempt_log_id, failures, had_failed, next_attempt_at, due_at, revoke_requested_at, warned_for";

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

    public static VaultGrantRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        TikTokApp = row.GetString(1),
        Connection = row.GetString(2),
        Owner = row.GetString(3),
        OpenId = row.GetString(4),
        Scopes = row.GetString(5),
        State = row.GetString(6),
        Generation = row.GetInt64(7),
        MasterKeyId = row.IsDBNull(8) ? null : row.GetString(8),
        DataKeyVersion = row.GetInt64(9),
        DataKeyAt = row.GetInt64(10),
        DataKey = row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11),
        AccessToken = row.IsDBNull(12) ? null : row.GetFieldValue<byte[]>(12),
        RefreshToken = row.IsDBNull(13) ? null : row.GetFieldValue<byte[]>(13),
        AccessExpiresAt = row.GetInt64(14),
        RefreshExpiresAt = row.IsDBNull(15) ? null : row.GetInt64(15),
        RefreshedAt = row.GetInt64(16),
        AuthorizedAt = row.GetInt64(17),
        CreatedAt = row.GetInt64(18),
        LastUsedAt = row.GetInt64(19),
        LeaseAttempt = row.IsDBNull(20) ? null : row.GetString(20),
        LeaseUntil = row.IsDBNull(21) ? null : row.GetInt64(21),
        AttemptId = row.IsDBNull(22) ? null : row.GetString(22),
        AttemptAt = row.IsDBNull(23) ? null : row.GetInt64(23),
        AttemptCause = row.IsDBNull(24) ? null : row.GetString(24),
        AttemptLogId = row.IsDBNull(25) ? null : row.GetString(25),
        Failures = row.GetInt32(26),
        HadFailed = row.GetInt32(27),
        NextAttemptAt = row.IsDBNull(28) ? null : row.GetInt64(28),
        DueAt = row.IsDBNull(29) ? null : row.GetInt64(29),
        RevokeRequestedAt = row.IsDBNull(30) ? null : row.GetInt64(30),
        WarnedFor = row.IsDBNull(31) ? null : row.GetInt64(31),
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
