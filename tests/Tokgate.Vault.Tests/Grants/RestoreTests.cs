using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Grants;

/// <summary>Yesterday's copy of the database comes back, while TikTok has gone on.</summary>
public sealed class RestoreTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_70_A_refresh_token_that_was_spent_after_the_copy_ends_in_a_labelled_grant_and_no_token(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await CopyAsync(world);
        await world.PassAsync();
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        await RestoreAsync(world);

        for (var read = 0; read < 3; read++)
        {
            var answer = await world.Vault.GetAccessTokenAsync(grant.Id);
            Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenRefused, null), (answer.Standing, answer.Cause, answer.AccessToken));
        }

        var now = await world.FindAsync(grant);
        Assert.Equal((GrantState.NeedsReauthorization, 1), (now.State, now.Generation));
        Assert.NotNull(now.LastAttempt?.LogId);
        Assert.Equal(2, (await world.RequestsAsync()).Count); // the one before, and one that found out
        Assert.Equal(GrantEventKind.NeedsReauthorization, Assert.Single(await world.EventsAsync()).Kind);

        // A new sign-in mends it under the same id.
        Assert.Equal((grant.Id, GrantState.Active), await SignInAgainAsync(world, grant));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_70_An_access_token_of_the_copy_is_its_own_persons_and_the_first_refusal_of_it_tells(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await world.Emulator.PutAsync("/_emulator/profile", new { previous_access_token_dies = true });
        var grant = await world.SignInAsync();
        var other = await world.SignInAsync("creator_sparse");
        await CopyAsync(world);
        await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 1 });
        await RestoreAsync(world);

        var old = await world.Vault.GetAccessTokenAsync(grant.Id);
        Assert.Equal((1, grant.OpenId), (old.Grant?.Generation, old.Grant?.OpenId));
        Assert.False(await world.WorksAsync(old));
        Assert.Equal(TokenStanding.NeedsReauthorization, (await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 1 })).Standing);

        // Whoever was not refreshed since the copy has lost nothing.
        Assert.True(await world.WorksAsync(await world.Vault.GetAccessTokenAsync(other.Id)));
    }

    [Fact]
    public async Task T_70_A_copy_from_among_a_refresh_is_ambiguous_before_it_is_anything_else()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        var reading = world.Vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);
        await CopyAsync(world);
        await world.ReleaseAsync();
        Assert.True((await reading).IsActive);
        await RestoreAsync(world);

        world.Time.Advance(TimeSpan.FromMinutes(1)); // the lease of the copy is over
        Assert.Equal(TokenStanding.NeedsReauthorization, (await world.Vault.GetAccessTokenAsync(grant.Id)).Standing);

        var told = (await world.EventsAsync()).OrderBy(one => one.At).Select(one => (one.Kind, one.Cause));
        Assert.Equal([(GrantEventKind.RefreshFailed, AttemptCause.OpenAfterAbandoned), (GrantEventKind.NeedsReauthorization, AttemptCause.RefreshTokenRefused)], told);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_70_With_refresh_tokens_that_can_be_used_again_nothing_is_lost(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = "reusable" });
        var grant = await world.SignInAsync();
        await CopyAsync(world);
        await world.PassAsync();
        await world.Vault.GetAccessTokenAsync(grant.Id);
        await RestoreAsync(world);

        Assert.True(await world.WorksAsync(await world.Vault.GetAccessTokenAsync(grant.Id)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_70_What_was_ended_at_TikTok_after_the_copy_stays_ended(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await CopyAsync(world);
        Assert.Equal(RevokeOutcome.Confirmed, await world.Vault.RevokeAsync(grant.Id));
        await RestoreAsync(world);

        Assert.False(await world.WorksAsync(await world.Vault.GetAccessTokenAsync(grant.Id)));
        Assert.Equal(TokenStanding.NeedsReauthorization, (await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 1 })).Standing);
    }

    [Fact]
    public async Task T_70_A_copy_from_before_a_change_of_the_master_key_wants_the_key_of_its_time()
    {
        await using var world = await World.StartAsync();
        await world.Vault.CheckKeysAsync();
        var grant = await world.SignInAsync();
        await CopyAsync(world);
        world.Keys = new MasterKeyRing(new Some.Key(2), new Some.Key(1));
        var next = world.Node();
        await next.CheckKeysAsync();
        await next.RewrapAsync();
        await RestoreAsync(world);

        world.Keys = new MasterKeyRing(new Some.Key(2));
        Assert.Equal(ErrorIds.MasterKeyWrong, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().CheckKeysAsync())).Id);
        await next.CheckKeysAsync();
        Assert.Equal(1, await next.RewrapAsync());
        Assert.True((await world.Node().GetAccessTokenAsync(grant.Id)).IsActive);
    }

    private static async Task CopyAsync(World world)
    {
        await using var context = world.Database.Open();
        await context.Database.ExecuteSqlRawAsync("create table copied_grants as select * from vault_grants");
        await context.Database.ExecuteSqlRawAsync("create table copied_keys as select * from vault_keys");
    }

    private static async Task RestoreAsync(World world)
    {
        await using var context = world.Database.Open();
        await context.Database.ExecuteSqlRawAsync("delete from vault_grants; insert into vault_grants select * from copied_grants; delete from vault_keys; insert into vault_keys select * from copied_keys");
    }

    private static async Task<(string Id, GrantState State)> SignInAgainAsync(World world, Grant grant)
    {
        var again = await world.SignInAsync(owner: grant.Owner);
        return (again.Id, (await world.FindAsync(again)).State);
    }
}
