using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tokgate.Emulator;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;
using Tokgate.Server.Webhooks;
using Tokgate.TikTok;
using Tokgate.Vault;
using Tokgate.Vault.EntityFrameworkCore;
using Xunit.Abstractions;
using static Tokgate.Server.Tests.Keys.MasterKeyTexts;

namespace Tokgate.Server.Tests.Keys;

/// <summary>The re-wrap of a whole broker: of everything that is sealed, killed among it and begun again, while another node reads. 100,000 grants in the long form.</summary>
public sealed class KeyRewrapTests(ITestOutputHelper output)
{
    private const string Owner = "somebody";

    private static readonly int Count = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" ? 100_000 : 1_200;
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_column_of_bytes_is_a_hash_or_is_sealed_anew_or_needs_it_not(string engine)
    {
        // Whoever adds one decides here what a new master key means for it.
        string[] hashes =
        [
            "client_secrets.hash", "used_assertions.hash", "sessions.handle_hash", "pending_sign_ins.state_hash", "pending_sign_ins.browser_hash", "account_links.auth_hash", "account_links.ticket_hash", "account_links.state_hash", "account_links.code_hash", "account_links.browser_hash", "waiting_requests.hash", "grants.code_hash",
            "refresh_tokens.family", "refresh_tokens.hash", "refresh_tokens.previous_hash", "logout_requests.hash", "seen_webhooks.hash", "idempotency_keys.hash", "idempotency_keys.request_hash",
            "administrator_recovery_codes.hash", "administrator_sessions.handle_hash", "administrator_invitations.hash", "administrator_ceremonies.hash", "administrator_guesses.name_hash",
            "trials.run_hash", "trials.state_hash", "trials.browser_hash", "trials.share_hash", "qr_sign_ins.hash", "qr_sign_ins.browser_hash",
        ];
        string[] open = ["administrator_passkeys.credential_id"]; // browsers tell it to everybody who asks
        string[] sealedAnew = ["signing_keys.sealed_private_key", "sealed_settings.sealed_value", "connections.sealed_secrets", "webhook_receivers.sealed_secrets", "vault_grants.data_key", "vault_keys.box", "administrators.sealed_totp"];
        string[] underTheDataKey = ["vault_grants.access_token", "vault_grants.refresh_token"];
        string[] ofMinutes = ["pending_sign_ins.sealed_verifier", "trials.sealed_verifier", "account_links.sealed_verifier", "account_links.sealed_result", "qr_sign_ins.sealed_code", "qr_sign_ins.sealed_result"];
        string[] ofADay = ["idempotency_keys.sealed_body"]; // gone with the former key: a repetition is refused until the day is over
        string[] underTheFormerToken = ["refresh_tokens.sealed_successor"];

        await using var database = await Database.OpenAsync(engine);
        await using var context = database.Context();
        var columns = engine == "PostgreSQL"
            ? context.Database.SqlQuery<string>($"select table_name || '.' || column_name as \"Value\" from information_schema.columns where table_schema = current_schema() and data_type = 'bytea'")
            : context.Database.SqlQuery<string>($"select t.name || '.' || c.name as \"Value\" from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and lower(c.type) = 'blob'");
        Assert.Equal(
            ((string[])[.. hashes, .. open, .. sealedAnew, .. underTheDataKey, .. ofMinutes, .. ofADay, .. underTheFormerToken]).Order(StringComparer.Ordinal), (await columns.ToListAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rewrap_that_was_killed_goes_on_where_it_was_and_leaves_nothing_under_the_former_key_while_another_node_reads()
    {
        using var directory = new TempDirectory();
        await directory.WriteSecretAsync("first.key", First);
        await directory.WriteSecretAsync("second.key", Second);
        var database = PostgreSqlCluster.NewConnectionString();
        await using var tikTok = await TikTokEmulator.StartAsync();
        await using var reader = await Broker.StartAsync(
            TokenWorld.Clients, database, directory.Path, arguments: ["--Tokgate:MasterKeyFile=" + directory["first.key"], "--Tokgate:FormerMasterKeyFile=" + directory["second.key"]]);
        var ids = await FillAsync(reader);
        var token = await reader.MachineTokenAsync("administrator");
        await AddReceiversAsync(reader, 30);

        using var done = new CancellationTokenSource();
        var reads = Task.Run(async () =>
        {
            var count = 0;
            for (var index = 0; !done.IsCancellationRequested; index += 7, count++)
            {
                Assert.Equal($"act.{index % ids.Count}", (await reader.Get<TikTokVault>().GetAccessTokenAsync(ids[index % ids.Count])).AccessToken?.Reveal());
            }

            return count;
        });

        // A row in the middle is held, so the re-wrap waits there for its death.
        string[] settings = ["--Tokgate:MasterKeyFile=" + directory["second.key"], "--Tokgate:FormerMasterKeyFile=" + directory["first.key"], "--rewrap"];
        using var victim = new BrokerProcess(directory.Path, tikTok.BaseAddress, database, settings);
        await using (var holding = new NpgsqlConnection(database))
        {
            await holding.OpenAsync();
            await using var transaction = await holding.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("select id from vault_grants where id = (select id from vault_grants order by id offset @middle limit 1) for update", holding, transaction);
            hold.Parameters.AddWithValue("middle", Count / 2);
            await hold.ExecuteNonQueryAsync();
            await victim.StartAsync();
            await Eventually.HoldsAsync(async () => await UnderAsync(database, First) <= Count - (Count / 2 / 200 * 200));
            victim.Kill();
        }

        var left = await UnderAsync(database, First);
        Assert.InRange(left, Count / 2, Count - 200);
        using var successor = new BrokerProcess(directory.Path, tikTok.BaseAddress, database, settings);
        await successor.StartAsync();
        await Eventually.HoldsAsync(async () => await NumberAsync(database, "select count(*) from vault_keys where retired_at is not null") == 1);
        await done.CancelAsync();
        output.WriteLine($"{Count} grants, killed when {left} were left; {await reads} reads meanwhile, none failed");
        Assert.Equal(0, await UnderAsync(database, First));

        await MustBeUnderAsync(reader, new MasterKeyRing(new Key(Second)));
        await using var next = await Broker.StartAsync(TokenWorld.Clients, database, directory.Path, arguments: ["--Tokgate:MasterKeyFile=" + directory["second.key"]]);
        Assert.Equal("act.5", (await next.Get<TikTokVault>().GetAccessTokenAsync(ids[5])).AccessToken?.Reveal());
        Assert.True((await next.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token))).Status == 200);
        await KeySet.VerifiedAsync(next, token);
    }

    /// <summary>With a ring that has the new key alone: signing keys, settings and receivers, each row. Grants name their key, which is counted.</summary>
    private static async Task MustBeUnderAsync(Broker broker, MasterKeyRing ring)
    {
        var keys = await broker.Get<ISigningKeyStore>().ListAsync(CancellationToken.None);
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.True(ring.Derive("signing-keys").TryOpen(key.SealedPrivateKey, Encoding.UTF8.GetBytes($"{key.Algorithm}/{key.Id}"), out _)));
        Assert.All(
            await broker.Get<ISealedSettingStore>().ListAsync("", CancellationToken.None),
            setting => Assert.True(ring.Derive(SealedXmlRepository.Purpose).TryOpen(setting.Value, Encoding.UTF8.GetBytes(setting.Key), out _)));
        var receivers = await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None);
        Assert.Equal(30, receivers.Count);
        Assert.All(receivers, receiver => Assert.Equal(WebhookSecretText, Assert.Single(new ReceiverSecrets(ring).Open(receiver.Id, receiver.SealedSecrets)).Reveal()));
    }

    private const string WebhookSecretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    /// <summary>As the management API makes them: settings know nothing of them.</summary>
    private static async Task AddReceiversAsync(Broker broker, int count)
    {
        Assert.True(WebhookSecret.TryParse(WebhookSecretText, out var secret));
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"receiver-{number}");
            await broker.Get<IReceiverStore>().SaveAsync(
                new WebhookReceiver { Id = id, Url = "https://hooks.example/" + id, Events = ["user.created"], SealedSecrets = broker.Get<ReceiverSecrets>().Seal(id, [secret]) }, CancellationToken.None);
        }
    }

    private static async Task<List<string>> FillAsync(Broker broker)
    {
        var ids = new List<string>(Count);
        await broker.Get<IWriteDoor>().WriteAsync(
            async context =>
            {
                await context.Database.ExecuteSqlAsync($"insert into users (id, status, claims, created_at, updated_at) values ({Owner}, {"Active"}, {"{}"}, 0, 0)");
                await using var vault = new TikTokVault(
                    EntityFrameworkVaultStore.Create(new Within(context), EntityFrameworkVaultStore.EventTable([]), TimeProvider.System), broker.Get<MasterKeyRing>(), broker.Get<ITikTokAppSource>(),
                    new VaultOptions(), [], NullLoggerFactory.Instance);
                for (var number = 0; number < Count; number++)
                {
                    ids.Add((await vault.KeepAsync(new GrantHandOver
                    {
                        TikTokApp = "app",
                        Connection = "tiktok",
                        Owner = Owner,
                        OpenId = $"open-id-{number}",
                        Scopes = TikTokScopes.Parse("user.info.basic"),
                        AccessToken = AccessToken.From($"act.{number}"),
                        AccessExpiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2),
                        RefreshToken = RefreshToken.From($"rft.{number}"),
                    })).Id);
                }

                return 0;
            },
            CancellationToken.None);
        return ids;
    }

    private static Task<long> UnderAsync(string database, string key) => NumberAsync(database, $"select count(*) from vault_grants where master_key_id = '{MasterKey.FromBase64(key).Id}'");

    private static async Task<long> NumberAsync(string database, string query)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
#pragma warning disable CA2100 // written above
        await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!; // a count is never null
    }

    private sealed class Key(string text) : IMasterKeySource
    {
        public MasterKey Load() => MasterKey.FromBase64(text);
    }

    /// <summary>Everything in one transaction: a commit per grant would make the long form a matter of many minutes.</summary>
    private sealed class Within(TokgateDbContext context) : IVaultDatabase
    {
        public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default) => operation(context);

        public Task<T> WriteAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken = default) => operation(context);
    }
}
