using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>One context for both databases. It follows the SQL in Migrations, and a test compares the two.</summary>
internal sealed class TokgateDbContext(DbContextOptions<TokgateDbContext> options) : DbContext(options)
{
    public DbSet<ClientRow> Clients => Set<ClientRow>();

    public DbSet<ClientSecretRow> ClientSecrets => Set<ClientSecretRow>();

    public DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    public DbSet<UsedAssertionRow> UsedAssertions => Set<UsedAssertionRow>();

    public DbSet<SealedSettingRow> SealedSettings => Set<SealedSettingRow>();

    public DbSet<GrantRow> Grants => Set<GrantRow>();

    public DbSet<RefreshTokenRow> RefreshTokens => Set<RefreshTokenRow>();

    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<PendingSignInRow> PendingSignIns => Set<PendingSignInRow>();

    public DbSet<WaitingRequestRow> WaitingRequests => Set<WaitingRequestRow>();

    public DbSet<ConsentRow> Consents => Set<ConsentRow>();

    public DbSet<LogoutRequestRow> LogoutRequests => Set<LogoutRequestRow>();

    public DbSet<SessionClientRow> SessionClients => Set<SessionClientRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<AuditRow> AuditEvents => Set<AuditRow>();

    public DbSet<WebhookReceiverRow> WebhookReceivers => Set<WebhookReceiverRow>();

    public DbSet<WebhookEventRow> WebhookEvents => Set<WebhookEventRow>();

    public DbSet<SeenWebhookRow> SeenWebhooks => Set<SeenWebhookRow>();

    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    public DbSet<IdentityRow> Identities => Set<IdentityRow>();

    public DbSet<DailyStatsRow> DailyStats => Set<DailyStatsRow>();

    public DbSet<StatsProgressRow> StatsProgress => Set<StatsProgressRow>();

    public DbSet<AdministratorRow> Administrators => Set<AdministratorRow>();

    public DbSet<AdministratorPasskeyRow> AdministratorPasskeys => Set<AdministratorPasskeyRow>();

    public DbSet<AdministratorRecoveryCodeRow> AdministratorRecoveryCodes => Set<AdministratorRecoveryCodeRow>();

    public DbSet<AdministratorSessionRow> AdministratorSessions => Set<AdministratorSessionRow>();

    public DbSet<AdministratorCeremonyRow> AdministratorCeremonies => Set<AdministratorCeremonyRow>();

    public DbSet<AdministratorGuessRow> AdministratorGuesses => Set<AdministratorGuessRow>();

    public DbSet<AdministratorInvitationRow> AdministratorInvitations => Set<AdministratorInvitationRow>();

    public DbSet<TrialRow> Trials => Set<TrialRow>();

    public DbSet<QrSignInRow> QrSignIns => Set<QrSignInRow>();

    /// <summary>SQL that is on every sign-in's path, on this context's connection, which must be open.</summary>
    /// <value>Whoever keeps this context and its connection sets one that keeps its commands.</value>
    public PreparedSql Sql
    {
        get => field ?? new PreparedSql(Database.GetDbConnection(), keepsCommands: false);
        set;
    }

    /// <summary>Something was written for receivers by the operation that has this context now. Whoever runs it clears it before and rings after the commit.</summary>
    public bool HasNews { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ClientRow>(row =>
        {
            row.ToTable("clients").HasKey(client => client.Id);
            row.Property(client => client.Id).HasColumnName("id");
            row.Property(client => client.Document).HasColumnName("document");
            row.Property(client => client.Version).HasColumnName("version");
            row.Property(client => client.Declared).HasColumnName("declared");
            row.Property(client => client.CreatedAt).HasColumnName("created_at");
            row.Property(client => client.UpdatedAt).HasColumnName("updated_at");
        });
        modelBuilder.Entity<ClientSecretRow>(row =>
        {
            row.ToTable("client_secrets").HasKey(secret => secret.Id);
            row.Property(secret => secret.Id).HasColumnName("id");
            row.Property(secret => secret.ClientId).HasColumnName("client_id");
            row.Property(secret => secret.Prefix).HasColumnName("prefix");
            row.Property(secret => secret.Hash).HasColumnName("hash");
            row.Property(secret => secret.CreatedAt).HasColumnName("created_at");
            row.Property(secret => secret.ExpiresAt).HasColumnName("expires_at");
            row.Property(secret => secret.LastUsedAt).HasColumnName("last_used_at");
            row.HasOne<ClientRow>().WithMany().HasForeignKey(secret => secret.ClientId).OnDelete(DeleteBehavior.Cascade);
            row.HasIndex(secret => secret.ClientId).HasDatabaseName("client_secrets_client_id");
        });
        modelBuilder.Entity<SigningKeyRow>(row =>
        {
            row.ToTable("signing_keys").HasKey(key => key.Id);
            row.Property(key => key.Id).HasColumnName("id");
            row.Property(key => key.Algorithm).HasColumnName("algorithm");
            row.Property(key => key.Generation).HasColumnName("generation");
            row.Property(key => key.SealedPrivateKey).HasColumnName("sealed_private_key");
            row.Property(key => key.CreatedAt).HasColumnName("created_at");
            row.Property(key => key.ActivatesAt).HasColumnName("activates_at");
            row.HasIndex(key => new { key.Algorithm, key.Generation }).IsUnique().HasDatabaseName("signing_keys_algorithm_generation");
        });
        modelBuilder.Entity<UsedAssertionRow>(row =>
        {
            row.ToTable("used_assertions").HasKey(used => used.Hash);
            row.Property(used => used.Hash).HasColumnName("hash");
            row.Property(used => used.ExpiresAt).HasColumnName("expires_at");
            row.HasIndex(used => used.ExpiresAt).HasDatabaseName("used_assertions_expires_at");
        });
        modelBuilder.Entity<SealedSettingRow>(row =>
        {
            row.ToTable("sealed_settings").HasKey(setting => setting.Name);
            row.Property(setting => setting.Name).HasColumnName("name");
            row.Property(setting => setting.SealedValue).HasColumnName("sealed_value");
        });
        modelBuilder.Entity<ConnectionRow>(ConnectionRow.Configure);
        modelBuilder.Entity<UserRow>(UserRow.Configure);
        modelBuilder.Entity<IdentityRow>(IdentityRow.Configure);
        modelBuilder.Entity<SessionRow>(SessionRow.Configure);
        modelBuilder.Entity<PendingSignInRow>(PendingSignInRow.Configure);
        modelBuilder.Entity<WaitingRequestRow>(WaitingRequestRow.Configure);
        modelBuilder.Entity<ConsentRow>(ConsentRow.Configure);
        modelBuilder.Entity<LogoutRequestRow>(LogoutRequestRow.Configure);
        modelBuilder.Entity<GrantRow>(GrantRow.Configure);
        modelBuilder.Entity<RefreshTokenRow>(RefreshTokenRow.Configure);
        modelBuilder.Entity<SessionClientRow>(SessionClientRow.Configure);
        modelBuilder.Entity<DeliveryRow>(DeliveryRow.Configure);
        modelBuilder.Entity<AuditRow>(AuditRow.Configure);
        modelBuilder.Entity<WebhookReceiverRow>(WebhookReceiverRow.Configure);
        modelBuilder.Entity<WebhookEventRow>(WebhookEventRow.Configure);
        modelBuilder.Entity<SeenWebhookRow>(SeenWebhookRow.Configure);
        modelBuilder.Entity<IdempotencyRow>(IdempotencyRow.Configure);
        modelBuilder.Entity<DailyStatsRow>(DailyStatsRow.Configure);
        modelBuilder.Entity<StatsProgressRow>(StatsProgressRow.Configure);
        modelBuilder.Entity<AdministratorRow>(AdministratorRow.Configure);
        modelBuilder.Entity<AdministratorPasskeyRow>(AdministratorPasskeyRow.Configure);
        modelBuilder.Entity<AdministratorRecoveryCodeRow>(AdministratorRecoveryCodeRow.Configure);
        modelBuilder.Entity<AdministratorSessionRow>(AdministratorSessionRow.Configure);
        modelBuilder.Entity<AdministratorCeremonyRow>(AdministratorCeremonyRow.Configure);
        modelBuilder.Entity<AdministratorGuessRow>(AdministratorGuessRow.Configure);
        modelBuilder.Entity<AdministratorInvitationRow>(AdministratorInvitationRow.Configure);
        modelBuilder.Entity<TrialRow>(TrialRow.Configure);
        modelBuilder.Entity<AccountLinkRow>(AccountLinkRow.Configure);
        modelBuilder.Entity<ApplicationUserRow>(ApplicationUserRow.Configure);
        modelBuilder.Entity<ConnectedAccountRow>(ConnectedAccountRow.Configure);
        modelBuilder.Entity<QrSignInRow>(QrSignInRow.Configure);
        ConfigureVault(modelBuilder);
    }

    // The vault's rows are its own; what they have to do with our users, and when they go, is ours.
    private static void ConfigureVault(ModelBuilder modelBuilder)
    {
        modelBuilder.UseTokgateVault();
        var grants = modelBuilder.Entity(modelBuilder.Model.GetEntityTypes().Single(static type => type.GetTableName() == "vault_grants").ClrType);
        grants.HasOne(typeof(UserRow)).WithMany().HasForeignKey("Owner").OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<ConnectedAccountRow>().HasOne(grants.Metadata.ClrType, null).WithMany().HasForeignKey(nameof(ConnectedAccountRow.GrantId)).OnDelete(DeleteBehavior.Cascade);
        grants.HasIndex("State", "RefreshExpiresAt").HasDatabaseName("vault_grants_state");
        grants.HasIndex("AttemptAt").HasFilter("state = 'Revoked'").HasDatabaseName("vault_grants_ended");
    }
}
