using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Webhooks;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>A person takes back at TikTok what they allowed (T-68).</summary>
public sealed class AuthorizationRemovedTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_disconnects_at_TikTok_is_signed_out_here_and_at_every_application(string engine)
    {
        var world = fixture.World(engine);
        using var first = await SignedIn.StartAsync(world.World, "openid profile offline_access");
        using var second = await SignedIn.StartAsync(world.World);
        using var somebodyElse = await SignedIn.StartAsync(world.World, "openid profile offline_access", persona: "creator_sparse");
        var user = Claim(first, "sub");

        await world.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");

        var told = new HashSet<string?> { await SidAsync(world), await SidAsync(world) };
        Assert.Equal(new HashSet<string?> { Claim(first, "sid"), Claim(second, "sid") }, told);
        Assert.False(await first.IsSignedInAsync());
        Assert.False(await second.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await RefreshAsync(world, first)).Error);
        Assert.Equal(200, (await RefreshAsync(world, somebodyElse)).Status);
        Assert.True(await somebodyElse.IsSignedInAsync());

        var removed = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.AuthorizationRemoved, UserId = user }));
        Assert.Equal(("user_disconnected", "tiktok"), (removed.Cause, removed.Connection));
        Assert.Equal(2, (await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SessionEnded, UserId = user })).Count);
        var message = await world.Sink.NextAsync(WebhookWorld.Everything, one => one.Type == WebhookTypes.TikTokEvent && one.Of("user_id") == user);
        Assert.Equal(("authorization.removed", "user_disconnected", await world.OpenIdAsync(user)), (message.Of("event"), message.Of("reason"), message.Of("open_id")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_tokens_that_a_sign_in_brought_are_dead_and_whoever_may_know_is_told(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world.World, "openid profile offline_access");
        var user = Claim(person, "sub");
        var vault = world.Broker.Get<TikTokVault>();
        var grant = Assert.Single(await vault.ListAsync(user));
        var read = await vault.GetAccessTokenAsync(grant.Id);
        Assert.True(read.IsActive);

        // TikTok says when in seconds: two removals of one person within one are the same webhook.
        world.Broker.Time.Advance(TimeSpan.FromSeconds(1));
        await world.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");

        Assert.Equal(Claim(person, "sid"), await SidAsync(world));
        var removed = await world.Sink.NextAsync(WebhookWorld.Removals, one => one.Type == WebhookTypes.GrantRemoved && one.Of("grant_id") == grant.Id);
        Assert.Equal((user, "removed_at_tiktok", "user_disconnected"), (removed.Of("user_id"), removed.Of("cause"), removed.Of("reason")));
        Assert.DoesNotContain(read.AccessToken.Reveal(), removed.Body, StringComparison.Ordinal);
        Assert.Equal((TokenStanding.Revoked, null), ((await vault.GetAccessTokenAsync(grant.Id)) is var after ? after.Standing : default, after.AccessToken));
        Assert.Null((await vault.FindAsync(grant.Id))?.Sealed);
        Assert.False(await person.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await RefreshAsync(world, person)).Error);
        var audited = (await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.TikTokGrantRemoved, UserId = user }))[0]; // the latest; other tests remove this person too
        Assert.Equal((grant.Id, "user_disconnected", "tiktok", grant.TikTokApp), (audited.Subject, audited.Cause, audited.Connection, audited.TikTokApp));

        // Who signs in again has a grant that lives.
        using var again = await SignedIn.StartAsync(world.World);
        Assert.True((await vault.GetAccessTokenAsync(grant.Id)).IsActive);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_from_before_the_sign_in_ends_nothing_and_one_of_three_days_ago_still_counts(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world.World, "openid profile offline_access", persona: "basic_only");
        var openId = await world.OpenIdAsync(Claim(person, "sub"));
        Assert.Equal(200, await world.PostAsync(world.Body(openId: openId, age: TimeSpan.FromMinutes(1))));
        Assert.True(await person.IsSignedInAsync());

        var body = world.Body(openId: openId);
        var signature = world.Signature(body);
        world.Broker.Time.Advance(TimeSpan.FromHours(70));
        Assert.True(await person.IsSignedInAsync());
        Assert.Equal(200, await world.PostAsync(body, signature));
        Assert.Equal(Claim(person, "sid"), await SidAsync(world));
        Assert.False(await person.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await RefreshAsync(world, person)).Error);

        // They come back; the same removal comes once more, and is not of now.
        using var again = await SignedIn.StartAsync(world.World, "openid profile offline_access", persona: "basic_only");
        Assert.Equal(200, await world.PostAsync(body, signature));
        Assert.True(await again.IsSignedInAsync());
        Assert.Equal(200, (await RefreshAsync(world, again)).Status);
    }

    [Fact]
    public async Task What_we_revoked_ourselves_signs_nobody_out()
    {
        var world = fixture.World("SQLite");
        using var person = await SignedIn.StartAsync(world.World);
        var user = Claim(person, "sub");
        Assert.Equal(200, await world.PostAsync(world.Body(openId: await world.OpenIdAsync(user), content: "{\\\"reason\\\": 5}")));
        Assert.Equal("developer_revoked", Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.AuthorizationRemoved, UserId = user }), one => one.Cause == "developer_revoked").Cause);
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_offline_grant_whose_session_is_long_deleted_ends_too(string engine)
    {
        await using var world = await WebhookWorld.StartAsync(engine);
        using var person = await SignedIn.StartAsync(world.World, "openid offline_access");
        world.Broker.Time.Advance(TimeSpan.FromDays(8));
        await world.Broker.Get<Tokgate.Server.Storage.CleanUpHostedService>().SweepAsync(CancellationToken.None);
        var refreshed = await RefreshAsync(world, person);
        Assert.Equal(200, refreshed.Status);
        Assert.Equal(200, await world.PostAsync(world.Body(openId: await world.OpenIdAsync(Claim(person, "sub")))));
        Assert.Equal("invalid_grant", (await RefreshAsync(world, refreshed.Json.GetProperty("refresh_token").GetString()!)).Error); // offline access was asked for
    }

    private static string Claim(SignedIn person, string name) => Broker.PayloadOf(person.IdToken).GetProperty(name).GetString()!; // an ID token has it

    private static async Task<string?> SidAsync(WebhookWorld world) => Broker.PayloadOf(await world.Application.NextTokenAsync(The.Web)).GetProperty("sid").GetString();

    private static Task<Answer> RefreshAsync(WebhookWorld world, SignedIn person) => RefreshAsync(world, person.Token("refresh_token"));

    private static Task<Answer> RefreshAsync(WebhookWorld world, string token) =>
        world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", token));
}
