using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Vault;

/// <summary>The vault inside the broker: its grants are in our database, come through our door, and go with their user.</summary>
public sealed class VaultStorageTests
{
    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_the_vault_keeps_is_read_again_and_goes_with_its_user(string engine)
    {
        await using var broker = await StartAsync(engine);
        var vault = broker.Get<TikTokVault>();
        await AddUserAsync(broker, "some-user");
        var grant = await vault.KeepAsync(SomeTokens("some-user"));
        var answer = await vault.GetAccessTokenAsync(grant.Id);
        Assert.Equal((TokenStanding.Active, "act.some"), (answer.Standing, answer.AccessToken?.Reveal()));

        await broker.Get<IWriteDoor>().WriteAsync(context => context.Users.Where(row => row.Id == "some-user").ExecuteDeleteAsync(), None);
        Assert.Equal(TokenStanding.NotFound, (await vault.GetAccessTokenAsync(grant.Id)).Standing);
        Assert.Empty(await vault.ListAsync("some-user"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_grant_that_ended_is_kept_for_a_month_and_then_cleaned_away(string engine)
    {
        await using var broker = await StartAsync(engine);
        var vault = broker.Get<TikTokVault>();
        await AddUserAsync(broker, "some-user");
        var (ended, living) = (await vault.KeepAsync(SomeTokens("some-user", "ended")), await vault.KeepAsync(SomeTokens("some-user", "living")));
        Assert.Equal(ended.Id, (await vault.RemoveAsync(new GrantRemoval(ended.TikTokApp, ended.OpenId, broker.Time.GetUtcNow(), TikTokRemovalReason.UserDisconnected))).Single().Id);
        broker.Time.Advance(TimeSpan.FromDays(29));
        await broker.Get<CleanUpHostedService>().SweepAsync(None);
        Assert.Equal(GrantState.Revoked, (await vault.FindAsync(ended.Id))?.State);

        broker.Time.Advance(TimeSpan.FromDays(2));
        await broker.Get<CleanUpHostedService>().SweepAsync(None);
        Assert.Null(await vault.FindAsync(ended.Id));
        Assert.NotNull(await vault.FindAsync(living.Id));
    }

    private static Task<Broker> StartAsync(string engine) => Broker.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);

    private static Task<int> AddUserAsync(Broker broker, string id) => broker.Get<IWriteDoor>().WriteAsync(
        context => context.Database.ExecuteSqlAsync($"insert into users (id, status, claims, created_at, updated_at) values ({id}, {"Active"}, {"{}"}, 0, 0)"), None);

    private static GrantHandOver SomeTokens(string owner, string openId = "open-id") => new()
    {
        TikTokApp = "some-app",
        Connection = "tiktok",
        Owner = owner,
        OpenId = openId,
        Scopes = TikTokScopes.Parse("user.info.basic"),
        AccessToken = AccessToken.From("act.some"),
        AccessExpiresAt = new ManualTime().GetUtcNow() + TimeSpan.FromDays(1),
        RefreshToken = RefreshToken.From("rft.some"),
    };
}
