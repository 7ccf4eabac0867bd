using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Backups;

/// <summary>A backup is made while people sign in, and restored on a machine that has nothing but the master key (T-70).</summary>
public sealed class BackupRestoreTests
{
    public static TheoryData<string, string> Ways => new() { { "SQLite", "SQLite" }, { "PostgreSQL", "PostgreSQL" }, { "SQLite", "PostgreSQL" }, { "PostgreSQL", "SQLite" } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task T_70_A_backup_under_load_brings_everybody_back_and_nothing_that_lets_anybody_in(string from, string to)
    {
        var time = new ManualTime();
        using var before = new Machine(from);
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        var running = await before.StartAsync(tikTok, time);
        var kept = await Guest.SignInAsync(running);
        var revoked = await Guest.SignInAsync(running);
        Assert.Equal(200, (await running.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", revoked.RefreshToken))).Status);
        var code = (await kept.Browser.GoAsync(SignInWorld.Authorize())).Query["code"];
        var under = await LoadAsync(running, () => TokgateServer.BackUpAsync(before.Options(time), before["copy.zip"]));
        await running.Broker.DisposeAsync();

        using var after = Machine.With(before, to);
        var told = await TokgateServer.RestoreAsync(after.Options(time), before["copy.zip"]);
        await using var restored = (await after.StartAsync(tikTok, time)).Broker;
        var world = SignInWorld.Of(restored, tikTok);

        foreach (var guest in (Guest[])[kept, revoked, .. under.Where(static guest => guest.IsBeforeBackup)])
        {
            Assert.Equal((400, "invalid_grant"), Refusal(await Guest.RefreshAsync(restored, guest.RefreshToken)));
            Assert.Equal(401, (await Guest.UserInfoAsync(restored, guest.AccessToken)).Status);
            Assert.False((await restored.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", guest.AccessToken))).Json.GetProperty("active").GetBoolean());
        }

        Assert.Equal((400, "invalid_grant"), Refusal(await Guest.RedeemAsync(restored, code)));
        using (var sameBrowser = new Browser(restored.Address.Port, kept.Browser.Cookies))
        {
            Assert.Equal("login_required", (await sameBrowser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
        }

        // The same person, under the same subject, as soon as they sign in again.
        Assert.Equal(kept.Subject, (await Guest.SignInAsync(world)).Subject);
        Assert.Contains("ambiguous", told, StringComparison.Ordinal);
        Assert.Equal(AuditNames.BackupRestored, Assert.Single(await restored.AuditAsync(new AuditFilter { Name = AuditNames.BackupRestored })).Name);
        kept.Dispose();
        revoked.Dispose();
        foreach (var guest in under)
        {
            guest.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task T_70_TikTok_grants_are_ambiguous_until_TikTok_has_been_asked_and_spent_ones_are_told_apart(string from, string to)
    {
        var time = new ManualTime();
        using var before = new Machine(from);
        await using var tikTok = await TikTokEmulator.StartAsync();
        var running = await before.StartAsync(tikTok, time);
        await tikTok.ConsentAsync("creator_full");
        using var spent = await Guest.SignInAsync(running);
        await tikTok.ConsentAsync("creator_sparse");
        using var untouched = await Guest.SignInAsync(running);
        await TokgateServer.BackUpAsync(before.Options(time), before["copy.zip"]);
        var vault = running.Broker.Get<TikTokVault>();
        var moved = Assert.Single(await vault.ListAsync(spent.Subject));
        var refreshed = await vault.GetAccessTokenAsync(moved.Id, new TokenRequest { RefusedGeneration = moved.Generation });
        Assert.Equal(moved.Generation + 1, refreshed.Grant?.Generation);
        await running.Broker.DisposeAsync();

        using var after = Machine.With(before, to);
        await TokgateServer.RestoreAsync(after.Options(time), before["copy.zip"]);
        await using var restored = (await after.StartAsync(tikTok, time)).Broker;
        vault = restored.Get<TikTokVault>();
        Assert.Equal((GrantState.Ambiguous, AttemptCause.Restored), Standing(Assert.Single(await vault.ListAsync(spent.Subject))));
        var alive = Assert.Single(await vault.ListAsync(untouched.Subject));
        Assert.Equal((GrantState.Ambiguous, AttemptCause.Restored), Standing(alive));

        time.Advance(TimeSpan.FromDays(2));
        await tikTok.AdvanceClockAsync(TimeSpan.FromDays(2));
        var ended = await vault.GetAccessTokenAsync(moved.Id);
        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenRefused), (ended.Standing, ended.Cause));
        var given = await vault.GetAccessTokenAsync(alive.Id);
        Assert.Equal((TokenStanding.Active, GrantState.Active), (given.Standing, given.Grant?.State));

        static (GrantState, AttemptCause?) Standing(Grant grant) => (grant.State, grant.LastAttempt?.Cause);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Every_row_that_comes_back_is_the_row_that_was(string engine)
    {
        var time = new ManualTime();
        using var before = new Machine(engine);
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        await using var running = (await before.StartAsync(tikTok, time)).Broker;
        (await Guest.SignInAsync(SignInWorld.Of(running, tikTok))).Dispose();
        await running.Get<AuditTrail>().FlushAsync(CancellationToken.None);
        await TokgateServer.BackUpAsync(before.Options(time), before["copy.zip"]);
        foreach (var other in (string[])["SQLite", "PostgreSQL"])
        {
            using var after = Machine.With(before, other);
            await TokgateServer.RestoreAsync(after.Options(time), before["copy.zip"]);
            await using var restored = (await after.StartAsync(tikTok, time)).Broker;
            foreach (var table in (string[])["users", "identities", "clients", "client_secrets", "consents", "signing_keys", "sealed_settings", "vault_keys", "webhook_events"])
            {
                Assert.Equal(await RowsAsync(running, table), await RowsAsync(restored, table));
            }

            // Numbers go on behind those that came back.
            var last = (await restored.AuditAsync(new AuditFilter { Name = AuditNames.BackupRestored })).Single().Id;
            (await Guest.SignInAsync(SignInWorld.Of(restored, tikTok))).Dispose();
            Assert.All(await restored.AuditAsync(new AuditFilter { Name = AuditNames.TokenIssued }), issued => Assert.True(issued.Id < last || issued.At == time.GetUtcNow()));
        }
    }

    [Fact]
    public async Task What_waited_to_be_sent_is_not_sent_by_itself()
    {
        var time = new ManualTime();
        using var before = new Machine("SQLite");
        await using var tikTok = await TikTokEmulator.StartAsync();
        var running = (await before.StartAsync(tikTok, time)).Broker;
        await running.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlRawAsync(
                "insert into deliveries (id, kind, target, host, subject, state, attempts, next_at, created_at) values ('d-1', 'webhook', 'http://127.0.0.1:9/', '127.0.0.1:9', 'e', 'waiting', 1, 99999999999999, 1)"),
            CancellationToken.None);
        await TokgateServer.BackUpAsync(before.Options(time), before["copy.zip"]);
        await running.DisposeAsync();
        using var after = Machine.With(before, "SQLite");
        Assert.Contains("1 deliveries were waiting", await TokgateServer.RestoreAsync(after.Options(time), before["copy.zip"]), StringComparison.Ordinal);
        await using var restored = (await after.StartAsync(tikTok, time)).Broker;
        await using var context = restored.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        var delivery = await context.Deliveries.SingleAsync();
        Assert.Equal((DeliveryRow.Dead, "Restored"), (delivery.State, delivery.LastCause));
    }

    [Fact]
    public async Task A_copy_that_came_back_in_another_way_is_made_safe_by_a_command()
    {
        var time = new ManualTime();
        using var machine = new Machine("SQLite");
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        var running = await machine.StartAsync(tikTok, time);
        using var guest = await Guest.SignInAsync(running);
        await running.Broker.DisposeAsync();
        Assert.Contains("1 grants of applications were ended", await TokgateServer.AfterRestoreAsync(machine.Options(time)), StringComparison.Ordinal);
        await using var again = (await machine.StartAsync(tikTok, time)).Broker;
        Assert.Equal((400, "invalid_grant"), Refusal(await Guest.RefreshAsync(again, guest.RefreshToken)));
    }

    private static (int Status, string? Error) Refusal(Answer answer) => (answer.Status, answer.Json.GetProperty("error").GetString());

    /// <summary>People sign in at four browsers from before the backup until after it.</summary>
    private static async Task<IReadOnlyCollection<Guest>> LoadAsync(SignInWorld world, Func<Task> backUp)
    {
        var guests = new ConcurrentBag<Guest>();
        var isMaking = 0;
        var isMade = false;
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loads = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isMade))
            {
                var wasBefore = Volatile.Read(ref isMaking) == 0;
                var guest = await Guest.SignInAsync(world);
                guest.IsBeforeBackup = wasBefore && Volatile.Read(ref isMaking) == 0;
                guests.Add(guest);
                first.TrySetResult();
            }
        })).ToList();
        await Task.WhenAny(first.Task, Task.WhenAll(loads));
        Volatile.Write(ref isMaking, 1);
        await backUp();
        Volatile.Write(ref isMade, true);
        await Task.WhenAll(loads);
        return guests;
    }

    private static async Task<List<string>> RowsAsync(Broker broker, string table)
    {
        await using var connection = await broker.Get<StorageConnections>().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the names above
        command.CommandText = $"select * from {table}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).OrderBy(reader.GetName, StringComparer.Ordinal).Select(index => $"{reader.GetName(index)}={Text(reader.GetValue(index))}")));
        }

        return [.. rows.Order(StringComparer.Ordinal)];

        // Truth is a number on one engine.
        static string Text(object value) => value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            bool truth => truth ? "1" : "0",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    /// <summary>Somebody in a browser of their own, and what the application got for them.</summary>
    internal sealed class Guest(Browser browser, JsonElement tokens) : IDisposable
    {
        public Browser Browser { get; } = browser;

        public string AccessToken { get; } = tokens.GetProperty("access_token").GetString()!; // it is a 200

        public string RefreshToken { get; } = tokens.GetProperty("refresh_token").GetString()!; // offline access was asked for

        public string Subject { get; } = TokenWorld.SubjectOf(tokens);

        public bool IsBeforeBackup { get; set; }

        public static async Task<Guest> SignInAsync(SignInWorld world)
        {
            var browser = world.NewBrowser();
            var landed = await browser.GoAsync(SignInWorld.Authorize(("scope", "openid profile offline_access")));
            var answer = await RedeemAsync(world.Broker, landed.Query["code"]);
            Assert.True(answer.Status == 200, answer.Body);
            return new Guest(browser, answer.Json);
        }

        public static Task<Answer> RedeemAsync(Broker broker, string code) => broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

        public static Task<Answer> RefreshAsync(Broker broker, string token) =>
            broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", token));

        public static async Task<Answer> UserInfoAsync(Broker broker, string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
            request.Headers.Authorization = new("Bearer", token);
            return await Answer.OfAsync(await broker.Http.SendAsync(request));
        }

        public void Dispose() => Browser.Dispose();
    }
}
