using Tokgate.TikTok;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Grants;

/// <summary>Revoking, removing, deleting, and signing in again, also in the middle of a refresh.</summary>
public sealed class EndingTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [InlineData("SQLite", false)]
    [InlineData("PostgreSQL", false)]
    [InlineData("SQLite", true)]
    [InlineData("PostgreSQL", true)]
    public async Task Revoking_ends_the_authorization_at_TikTok_and_destroys_the_data_key(string engine, bool isExpired)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync(isExpired ? null : TimeSpan.FromSeconds(1));

        Assert.Equal(RevokeOutcome.Confirmed, await world.Vault.RevokeAsync(grant.Id));

        Assert.False(await world.IsAuthorizedAsync(grant));
        Assert.Equal(isExpired ? 1 : 0, (await world.RequestsAsync()).Count);
        var ended = await world.FindAsync(grant);
        Assert.Equal((GrantState.Revoked, null, 2, AttemptCause.Disconnected), (ended.State, ended.Sealed, ended.Generation, ended.LastAttempt?.Cause));
        Assert.Equal(TokenStanding.Revoked, (await world.Vault.GetAccessTokenAsync(grant.Id)).Standing);
        Assert.Equal(GrantEventKind.Removed, Assert.Single(await world.EventsAsync()).Kind);
        Assert.Equal(RevokeOutcome.Confirmed, await world.Vault.RevokeAsync(grant.Id));
        Assert.Single(await world.EventsAsync());
    }

    [Fact]
    public async Task A_revocation_that_TikTok_did_not_hear_is_tried_again()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.FaultAsync("status", endpoint: "revoke");

        Assert.Equal(RevokeOutcome.Pending, await world.Vault.RevokeAsync(grant.Id));
        Assert.Equal(TokenStanding.Revoked, (await world.Vault.GetAccessTokenAsync(grant.Id)).Standing);
        Assert.True(await world.IsAuthorizedAsync(grant));
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.Vault.WorkAsync();

        Assert.False(await world.IsAuthorizedAsync(grant));
        Assert.Null((await world.FindAsync(grant)).Sealed);
    }

    [Fact]
    public async Task After_72_hours_the_data_key_is_destroyed_whatever_TikTok_says()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.FaultAsync("status", 100, "revoke");
        await world.FaultAsync("status", 100);
        await world.Vault.RevokeAsync(grant.Id);
        for (var day = 0; day < 2; day++)
        {
            await world.PassAsync(TimeSpan.FromHours(24));
            await world.Vault.WorkAsync();
            Assert.NotNull((await world.FindAsync(grant)).Sealed);
        }

        await world.PassAsync(TimeSpan.FromHours(25));
        await world.Vault.WorkAsync();
        Assert.Null((await world.FindAsync(grant)).Sealed);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_a_refresh_brings_after_the_grant_was_revoked_is_revoked_too(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        var reading = world.Vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);

        Assert.Equal(RevokeOutcome.Pending, await world.Vault.RevokeAsync(grant.Id));
        await world.ReleaseAsync();

        Assert.Equal(TokenStanding.Revoked, (await reading).Standing);
        Assert.False(await world.IsAuthorizedAsync(grant));
        Assert.Single(await world.RequestsAsync());
        Assert.Null((await world.FindAsync(grant)).Sealed);
    }

    [Fact]
    public async Task What_a_refresh_brings_after_the_grant_was_deleted_is_revoked()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        var reading = world.Vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);

        Assert.True(await world.Vault.DeleteAsync(grant.Id));
        await world.ReleaseAsync();

        Assert.Equal(TokenStanding.NotFound, (await reading).Standing);
        Assert.False(await world.IsAuthorizedAsync(grant));
        Assert.False(await world.Vault.DeleteAsync(grant.Id));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_a_refresh_brings_after_the_person_signed_in_again_is_dropped(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        var reading = world.Vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);

        var again = await world.SignInAsync(owner: grant.Owner);

        Assert.Equal((grant.Id, 2), (again.Id, again.Generation));
        await world.ReleaseAsync();
        var answer = await reading;
        Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant?.Generation));
        Assert.True(await world.WorksAsync(answer));
        Assert.Empty(await world.RequestsAsync("revoke"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_kills_what_was_authorized_before_it_and_nothing_else(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var (first, second, other) = (await world.SignInAsync(), await world.SignInAsync(), await world.SignInAsync("creator_sparse"));
        await world.PassAsync(TimeSpan.FromMinutes(1));
        var removal = new GrantRemoval(first.TikTokApp, first.OpenId, world.Time.GetUtcNow(), TikTokRemovalReason.UserDisconnected);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        var later = await world.SignInAsync();

        var ended = await world.Vault.RemoveAsync(removal);

        Assert.Equal(new[] { first.Id, second.Id }.Order(), ended.Select(grant => grant.Id).Order());
        Assert.Equal((GrantState.Revoked, null, AttemptCause.RemovedAtTikTok), ((await world.FindAsync(first)).State, (await world.FindAsync(first)).Sealed, (await world.FindAsync(first)).LastAttempt?.Cause));
        Assert.Equal((GrantState.Active, GrantState.Active), ((await world.FindAsync(later)).State, (await world.FindAsync(other)).State));
        Assert.Empty(await world.Vault.RemoveAsync(removal));
        Assert.All(await world.EventsAsync(), told => Assert.Equal((GrantEventKind.Removed, TikTokRemovalReason.UserDisconnected), (told.Kind, told.RemovalReason)));
        Assert.Equal(2, world.Heard.Events.Count);
    }

    [Theory]
    [InlineData(70, 1)]
    [InlineData(73, 0)]
    public async Task A_removal_is_honoured_for_as_long_as_TikTok_repeats_it(int hours, int ended)
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        var removal = new GrantRemoval(grant.TikTokApp, grant.OpenId, world.Time.GetUtcNow(), TikTokRemovalReason.UserDisconnected);
        await world.PassAsync(TimeSpan.FromHours(hours));

        Assert.Equal(ended, (await world.Vault.RemoveAsync(removal)).Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_exported_can_be_kept_elsewhere(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await using var elsewhere = await World.StartAsync();
        elsewhere.Apps.Set(address: world.Emulator.BaseAddress);
        elsewhere.Keys = new MasterKeyRing(new Some.Key(9));
        var grant = await world.SignInAsync();
        await world.PassAsync();
        elsewhere.Time.Advance(TimeSpan.FromHours(3));
        var moved = await world.Vault.ExportAsync(grant.Id) ?? throw new InvalidOperationException("Nothing to export.");
        Assert.True(await world.Vault.DeleteAsync(grant.Id));

        var kept = await elsewhere.Vault.KeepAsync(moved);
        var answer = await elsewhere.Vault.GetAccessTokenAsync(kept.Id, new TokenRequest { NeededScopes = TikTokScopes.Of("video.list", "video.publish") });

        Assert.True(await world.WorksAsync(answer));
        Assert.Equal((2, "video.publish"), (answer.Grant?.Generation, answer.MissingScopes.ToString()));
        Assert.Null(await world.Vault.ExportAsync(grant.Id));
        Assert.Equal(TokenStanding.NotFound, (await world.Vault.GetAccessTokenAsync(grant.Id)).Standing);
    }

    [Fact]
    public async Task Without_a_refresh_token_a_grant_ends_with_its_access_token()
    {
        await using var world = await World.StartAsync();
        var tokens = await world.TokensAsync();
        var grant = await world.Vault.KeepAsync(new GrantHandOver
        {
            TikTokApp = Emulator.TikTokEmulator.SandboxClientKey,
            Connection = "tiktok",
            Owner = "someone",
            OpenId = tokens.OpenId,
            Scopes = tokens.Scopes,
            AccessToken = tokens.AccessToken,
            AccessExpiresAt = tokens.ExpiresAt,
        });
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        await world.PassAsync();

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenMissing), (answer.Standing, answer.Cause));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Ten_sign_ins_at_once_leave_one_grant(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var tokens = await world.TokensAsync();

        var kept = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.Vault.KeepAsync(GrantHandOver.From(Emulator.TikTokEmulator.SandboxClientKey, "tiktok", "one", tokens))));

        var only = Assert.Single(await world.Vault.ListAsync("one"));
        Assert.Equal(10, only.Generation);
        Assert.All(kept, grant => Assert.Equal(only.Id, grant.Id));
        Assert.True((await world.Vault.GetAccessTokenAsync(only.Id)).IsActive);
    }
}
