using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Account;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Configuration;
using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Connections;
using Tokgate.Server.Consent;
using Tokgate.Server.Grants;
using Tokgate.Server.Keys;
using Tokgate.Server.Logout;
using Tokgate.Server.Management;
using Tokgate.Server.Management.People;
using Tokgate.Server.Management.Stats;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Operations;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Pages;
using Tokgate.Server.Sessions;
using Tokgate.Server.Telemetry;
using Tokgate.Server.Trials;
using Tokgate.Server.Upstream;
using Tokgate.Server.Upstream.QrCodes;
using Tokgate.Server.Users;
using Tokgate.Server.Webhooks;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

internal static class StorageFeature
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<StorageOptions>, StorageOptions.Validation>();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptions.Validation>();
        services.AddPooledDbContextFactory<TokgateDbContext>(static (provider, builder) => Configure(provider.GetRequiredService<IOptions<StorageOptions>>().Value, builder));
        services.AddSingleton<IWriteDoor>(static provider =>
        {
            var connections = provider.GetRequiredService<StorageConnections>();
            return provider.GetRequiredService<IOptions<StorageOptions>>().Value.IsPostgreSql
                ? new PostgreSqlWriteDoor(connections, provider.GetRequiredService<IDbContextFactory<TokgateDbContext>>())
                : new SqliteWriteDoor(connections, () => new TokgateDbContext(provider.GetRequiredService<DbContextOptions<TokgateDbContext>>()));
        });
        services.AddSingleton<IReadDoor>(static provider =>
        {
            var connections = provider.GetRequiredService<StorageConnections>();
            return provider.GetRequiredService<IOptions<StorageOptions>>().Value.IsPostgreSql ? new PostgreSqlReadDoor(connections) : new SqliteReadDoor(connections);
        });
        services.AddSingleton<StorageConnections>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<ISchemaState, SchemaState>().AddSingleton<TableCatalogue>().AddSingleton<ILevelStore, LevelStore>();
        services.AddSingleton<IClientStore, ClientStore>();
        services.AddSingleton<IDeclaredClients, DeclaredClients>();
        services.AddSingleton<IConnectionStore, ConnectionStore>();
        services.AddSingleton<ISigningKeyStore, SigningKeyStore>();
        services.AddSingleton<ISealedSettingStore, SealedSettingStore>();
        services.AddSingleton<GrantWriting>();
        services.AddSingleton<IAuthorizationCodes, AuthorizationCodes>();
        services.AddSingleton<VaultGrantWriting>();
        services.AddSingleton<IConfigurationStore, ConfigurationStore>();
        services.AddSingleton<IUserStore, UserStore>();
        services.AddSingleton<ISignInStore, SignInStore>();
        services.AddSingleton<IConsentStore, ConsentStore>();
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<IPersonStore, PersonStore>();
        services.AddSingleton<IPersonSessionStore, PersonSessionStore>();
        services.AddSingleton<ILogStore, LogStore>();
        services.AddSingleton<IStatsStore, StatsStore>();
        services.AddSingleton<IPushedAnswers, PushedAnswers>();
        AddExpiring<ISessionStore, SessionStore>(services);
        AddExpiring<IAccountLinkStore, AccountLinkStore>(services);
        AddExpiring<IPendingSignInStore, PendingSignInStore>(services);
        AddExpiring<IQrSignInStore, QrSignInStore>(services);
        AddExpiring<IWaitingRequestStore, WaitingRequestStore>(services);
        AddExpiring<ILogoutRequestStore, LogoutRequestStore>(services);
        AddExpiring<IGrantStore, GrantStore>(services);
        AddExpiring<IRefreshTokenStore, RefreshTokenStore>(services);
        services.AddSingleton<DeliveryBell>();
        AddExpiring<IDeliveryStore, DeliveryStore>(services);
        AddExpiring<IAuditStore, AuditStore>(services);
        services.AddSingleton<IReceiverStore, ReceiverStore>();
        services.AddSingleton<IReceiverRegistry, ReceiverRegistry>();
        services.AddSingleton<ReceiverDirectory>();
        AddExpiring<IWebhookEventStore, WebhookEventStore>(services);
        AddExpiring<ITikTokWebhookStore, TikTokWebhookStore>(services);
        AddExpiring<IIdempotencyStore, IdempotencyStore>(services);
        AddExpiring<IInvitationStore, AdministratorInvitationStore>(services);
        AddExpiring<IAdministratorSessionStore, AdministratorSessionStore>(services);
        AddExpiring<ITrialStore, TrialStore>(services);
        services.AddSingleton<ITrialRunStore>(static provider => provider.GetRequiredService<TrialStore>());
        AddExpiring<ICeremonyStore, AdministratorCeremonyStore>(services);
        services.AddSingleton<IAdministratorStore, AdministratorStore>();
        services.AddSingleton<IAdministratorCredentialStore, AdministratorCredentialStore>();
        services.AddSingleton<IAdministratorPasskeyStore, AdministratorPasskeyStore>();
        AddExpiring<IAdministratorSignInStore, AdministratorSignInStore>(services);
        services.AddSingleton<AssertionReplayStore>();
        services.AddSingleton<IAssertionReplayStore>(static provider => provider.GetRequiredService<AssertionReplayStore>());
        services.AddSingleton<IExpiringRows>(static provider => provider.GetRequiredService<AssertionReplayStore>());
        services.AddSingleton<IExpiringRows, EndedVaultGrants>();
        services.AddSingleton<IVaultDatabase, VaultDatabase>();
        services.AddSingleton<IGrantEventWriter, GrantEventWriting>();
        services.AddSingleton(static provider =>
        {
            var stores = EntityFrameworkVaultStore.Create(
                provider.GetRequiredService<IVaultDatabase>(), provider.GetRequiredService<IGrantEventWriter>(), provider.GetRequiredService<TimeProvider>());
            var reads = provider.GetRequiredService<IReadDoor>();
            return stores with { Keys = new VaultKeyStore(stores.Keys, reads), Warmth = new VaultWarmStore(stores.Warmth, reads) };
        });
        services.AddTikTokVaultStore<TokgateDbContext>();
        services.AddSingleton<CleanUpHostedService>();
        services.AddHostedService(static provider => provider.GetRequiredService<CleanUpHostedService>());
        return services;
    }

    private static void AddExpiring<TService, TStore>(IServiceCollection services)
        where TService : class
        where TStore : class, TService, IExpiringRows => services
        .AddSingleton<TStore>()
        .AddSingleton<TService>(static provider => provider.GetRequiredService<TStore>())
        .AddSingleton<IExpiringRows>(static provider => provider.GetRequiredService<TStore>());

    internal static void Configure(StorageOptions options, DbContextOptionsBuilder builder)
    {
        builder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        if (options.IsPostgreSql)
        {
            builder.UseNpgsql(options.ConnectionString);
        }
        else
        {
            builder.UseSqlite(options.ConnectionString).AddInterceptors(new SqlitePragmas());
        }
    }
}
