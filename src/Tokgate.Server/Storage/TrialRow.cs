using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Trials;

namespace Tokgate.Server.Storage;

internal sealed class TrialRow
{
    public required string Id { get; set; }

    public required string ConnectionId { get; set; }

    public required string Connection { get; set; }

    public required string TikTokApp { get; set; }

    public string? ClientId { get; set; }

    public required string CreatedBy { get; set; }

    public TrialState State { get; set; }

    public bool IsOwn { get; set; }

    public required byte[] RunHash { get; set; }

    public DateTimeOffset RunExpiresAt { get; set; }

    public byte[]? StateHash { get; set; }

    public byte[]? BrowserHash { get; set; }

    public byte[]? SealedVerifier { get; set; }

    public string? Callback { get; set; }

    public string? AskedScopes { get; set; }

    public string? Document { get; set; }

    public string? ErrorId { get; set; }

    public byte[]? ShareHash { get; set; }

    public DateTimeOffset? ShareExpiresAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? BegunAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<TrialRow> row)
    {
        row.ToTable("trials").HasKey(trial => trial.Id);
        row.Property(trial => trial.Id).HasColumnName("id");
        row.Property(trial => trial.ConnectionId).HasColumnName("connection_id");
        row.Property(trial => trial.Connection).HasColumnName("connection");
        row.Property(trial => trial.TikTokApp).HasColumnName("tiktok_app");
        row.Property(trial => trial.ClientId).HasColumnName("client_id");
        row.Property(trial => trial.CreatedBy).HasColumnName("created_by");
        row.Property(trial => trial.State).HasColumnName("state");
        row.Property(trial => trial.IsOwn).HasColumnName("is_own");
        row.Property(trial => trial.RunHash).HasColumnName("run_hash");
        row.Property(trial => trial.RunExpiresAt).HasColumnName("run_expires_at");
        row.Property(trial => trial.StateHash).HasColumnName("state_hash");
        row.Property(trial => trial.BrowserHash).HasColumnName("browser_hash");
        row.Property(trial => trial.SealedVerifier).HasColumnName("sealed_verifier");
        row.Property(trial => trial.Callback).HasColumnName("callback");
        row.Property(trial => trial.AskedScopes).HasColumnName("asked_scopes");
        row.Property(trial => trial.Document).HasColumnName("document");
        row.Property(trial => trial.ErrorId).HasColumnName("error_id");
        row.Property(trial => trial.ShareHash).HasColumnName("share_hash");
        row.Property(trial => trial.ShareExpiresAt).HasColumnName("share_expires_at");
        row.Property(trial => trial.CreatedAt).HasColumnName("created_at");
        row.Property(trial => trial.BegunAt).HasColumnName("begun_at");
        row.Property(trial => trial.EndedAt).HasColumnName("ended_at");
        row.Property(trial => trial.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(trial => trial.RunHash).IsUnique().HasDatabaseName("trials_run_hash");
        row.HasIndex(trial => trial.StateHash).IsUnique().HasFilter("state_hash is not null").HasDatabaseName("trials_state_hash");
        row.HasIndex(trial => trial.ShareHash).IsUnique().HasFilter("share_hash is not null").HasDatabaseName("trials_share_hash");
        row.HasIndex(trial => new { trial.ConnectionId, trial.CreatedAt }).HasDatabaseName("trials_connection_id");
        row.HasIndex(trial => trial.ExpiresAt).HasDatabaseName("trials_expires_at");
    }

    public Trial ToTrial() => new()
    {
        Id = Id,
        ConnectionId = ConnectionId,
        Connection = Connection,
        TikTokApp = TikTokApp,
        ClientId = ClientId,
        CreatedBy = CreatedBy,
        State = State,
        IsOwn = IsOwn,
        RunExpiresAt = RunExpiresAt,
        Departure = BrowserHash is null || Callback is null || AskedScopes is null || BegunAt is null ? null : new TrialDeparture(BrowserHash, SealedVerifier, Callback, AskedScopes, BegunAt.Value),
        Document = Document,
        ErrorId = ErrorId,
        ShareExpiresAt = ShareExpiresAt,
        CreatedAt = CreatedAt,
        EndedAt = EndedAt,
        ExpiresAt = ExpiresAt,
    };
}
