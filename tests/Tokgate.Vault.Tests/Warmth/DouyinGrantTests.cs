using Microsoft.AspNetCore.WebUtilities;
using Tokgate.Emulator;
using Tokgate.TikTok;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Warmth;

/// <summary>Grants of Douyin's: a refresh leaves the refresh token, which is renewed apart, five times at most, and which no call ends.</summary>
public sealed class DouyinGrantTests
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_refresh_token_is_renewed_five_times_and_then_announced_and_let_die()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);
        for (var renewals = 1; renewals <= 5; renewals++)
        {
            await world.PassAsync(TimeSpan.FromDays(17));
            await world.Vault.WorkAsync();

            var renewed = await world.FindAsync(grant);
            Assert.Equal((GrantState.Active, 1 + renewals), (renewed.State, renewed.Generation));
            IsNear(world.Time.GetUtcNow() + TimeSpan.FromDays(30), renewed.RefreshExpiresAt);
            IsNear(world.Time.GetUtcNow() + TimeSpan.FromDays(15), renewed.AccessExpiresAt);
        }

        Assert.DoesNotContain(await world.AllEventsAsync(), told => told.Kind == GrantEventKind.Expiring);
        await world.PassAsync(TimeSpan.FromDays(17));
        await world.Vault.WorkAsync();

        var last = await world.FindAsync(grant);
        Assert.Equal(GrantState.Active, last.State);
        IsNear(world.Time.GetUtcNow() + TimeSpan.FromDays(13), last.RefreshExpiresAt);
        Assert.Single(await world.AllEventsAsync(), told => told.Kind == GrantEventKind.Expiring);
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);

        await world.PassAsync(TimeSpan.FromDays(16));
        Assert.Equal(TokenStanding.NeedsReauthorization, (await world.Vault.GetAccessTokenAsync(grant.Id)).Standing);
    }

    [Fact]
    public async Task A_refresh_in_the_first_half_renews_nothing_and_keeps_the_deadline()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);
        await world.PassAsync(TimeSpan.FromDays(15) + AMinute);

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.True(answer.IsActive);
        Assert.True((await world.Apps.Douyin().GetUserAsync(answer.AccessToken!, grant.OpenId)).IsSuccess); // it is active
        IsNear(grant.RefreshExpiresAt!.Value, (await world.FindAsync(grant)).RefreshExpiresAt); // Douyin said when
        Assert.Empty(await world.RequestsAsync("renew_refresh_token"));
    }

    [Fact]
    public async Task A_used_grant_is_looked_at_again_before_its_refresh_token_ends()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);
        await world.PassAsync(TimeSpan.FromDays(15) - AMinute);
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { MinTtl = TimeSpan.FromDays(1) })).IsActive);

        var due = (await world.FindAsync(grant)).DueAt;

        // The access token lives for 15 more days, as long as the refresh token: waiting for its end would be too late.
        Assert.True(due < grant.RefreshExpiresAt - TimeSpan.FromDays(7), $"{due} is too late for {grant.RefreshExpiresAt}");
    }

    [Fact]
    public async Task A_renewal_whose_answer_is_lost_leaves_a_fresh_access_token_and_is_found_out_at_the_next_refresh()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);
        await world.FaultAsync("cut_after", endpoint: "douyin_renew");
        await world.PassAsync(TimeSpan.FromDays(17));
        await world.Vault.WorkAsync();

        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        await world.PassAsync(TimeSpan.FromDays(12));
        await world.Vault.WorkAsync();
        Assert.Equal(GrantState.NeedsReauthorization, (await world.FindAsync(grant)).State);
    }

    [Fact]
    public async Task A_refresh_whose_answer_is_lost_leaves_no_doubt()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);
        await world.FaultAsync("cut_after", endpoint: "douyin_refresh");
        await world.PassAsync(TimeSpan.FromDays(15) + AMinute);

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.Unavailable, GrantState.Active, AttemptCause.UpstreamUnavailable), (answer.Standing, (await world.FindAsync(grant)).State, answer.Cause));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
    }

    [Fact]
    public async Task Ending_a_grant_destroys_its_tokens_and_says_that_Douyin_cannot_be_told()
    {
        await using var world = await World.StartAsync();
        var grant = await SignInAsync(world);

        Assert.Equal(RevokeOutcome.EndedHere, await world.Vault.RevokeAsync(grant.Id));

        var ended = await world.FindAsync(grant);
        Assert.Equal((GrantState.Revoked, (SealedTokens?)null), (ended.State, ended.Sealed));
        Assert.True(await world.IsAuthorizedAsync(grant));
        Assert.Empty(await world.RequestsAsync("revoke"));
    }

    private static void IsNear(DateTimeOffset expected, DateTimeOffset? actual) => Assert.InRange(actual ?? DateTimeOffset.MinValue, expected - AMinute, expected + AMinute);

    private static async Task<Grant> SignInAsync(World world)
    {
        await world.Emulator.ConsentAsync("creator_full");
        var client = world.Apps.Douyin();
        using var browser = new BrowserWalker();
        var rest = await browser.FollowUntilAsync(
            new Uri(client.BuildAuthorizationUri(new DouyinAuthorizationRequest { RedirectUri = "http://localhost:5080/signin-douyin", Scopes = TikTokScopes.Of("user_info"), State = "state-1" })),
            uri => uri.AbsolutePath == "/signin-douyin");
        var code = QueryHelpers.ParseQuery(rest.Query)["code"].ToString();
        var tokens = (await client.ExchangeCodeAsync(AuthorizationCode.From(code))).Value!; // the emulator consents and gives
        return await world.Vault.KeepAsync(GrantHandOver.From(TikTokEmulator.DouyinClientKey, "douyin", "owner-1", tokens));
    }
}
