using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Webhooks;
using Tokgate.TikTok;
using Tokgate.Vault;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>What happens to grants in the vault, as receivers are told.</summary>
public sealed class GrantEventTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private const string Canary = "of-the-canary";

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_at_TikTok_destroys_the_grant_and_is_told_without_its_tokens(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world.World);
        var user = Claim(person, "sub");
        var (vault, openId) = (world.Broker.Get<TikTokVault>(), await world.OpenIdAsync(user));
        var grant = await vault.KeepAsync(Tokens(world, user, openId));
        Assert.Equal(200, await world.PostAsync(world.Body(openId: openId, age: TimeSpan.FromSeconds(1))));
        Assert.Equal(TokenStanding.Active, (await vault.GetAccessTokenAsync(grant.Id)).Standing); // it is younger than that

        await world.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
        var message = await world.Sink.NextAsync(WebhookWorld.Removals, one => one.Of("user_id") == user);
        Assert.Equal(
            (WebhookTypes.GrantRemoved, grant.Id, "tiktok", openId, "removed_at_tiktok", "user_disconnected"),
            (message.Type, message.Of("grant_id"), message.Of("connection"), message.Of("open_id"), message.Of("cause"), message.Of("reason")));
        Assert.DoesNotContain(Canary, message.Body, StringComparison.Ordinal);
        Assert.NotEqual(TokenStanding.Active, (await vault.GetAccessTokenAsync(grant.Id)).Standing);
        Assert.Equal(GrantState.Revoked, (await vault.FindAsync(grant.Id))?.State);
        await using var context = await world.Broker.Get<IDbContextFactory<Tokgate.Server.Storage.TokgateDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await context.Database.SqlQuery<int>($"select count(*) as \"Value\" from vault_grants where id = {grant.Id} and data_key is null and access_token is null and refresh_token is null").SingleAsync());
    }

    [Fact]
    public async Task A_grant_that_needs_its_person_again_ends_nothing_else()
    {
        var world = fixture.World("SQLite");
        using var person = await SignedIn.StartAsync(world.World, "openid profile offline_access");
        var user = Claim(person, "sub");
        await WriteAsync(world, Event(GrantEventKind.NeedsReauthorization, user) with { Cause = AttemptCause.RefreshTokenRefused });
        Assert.Equal("refresh_token_refused", (await world.Sink.NextAsync(WebhookWorld.Removals, one => one.Type == WebhookTypes.GrantNeedsReauthorization && one.Of("user_id") == user)).Of("cause"));
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_type_looks_as_the_documentation_says(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world.World, persona: "creator_sparse");
        var user = Claim(person, "sub");
        await world.PostAsync(world.Body("video.publish.completed", await world.OpenIdAsync(user), content: "{\\\"share_id\\\": \\\"v.2\\\"}"));
        await WriteAsync(
            world,
            Event(GrantEventKind.RefreshFailed, user) with { Cause = AttemptCause.UpstreamUnavailable, LogId = "20261121120000ABCDEF" },
            Event(GrantEventKind.Recovered, user) with { Cause = AttemptCause.Succeeded, LogId = "20261121120000ABCDEF" },
            Event(GrantEventKind.NeedsReauthorization, user) with { Cause = AttemptCause.RefreshTokenRefused, LogId = "20261121120000ABCDEF" },
            Event(GrantEventKind.Expiring, user) with { RefreshExpiresAt = world.Broker.Time.GetUtcNow() },
            Event(GrantEventKind.Removed, user) with { Cause = AttemptCause.RemovedAtTikTok, RemovalReason = TikTokRemovalReason.UserDisconnected },
            new GrantEvent { Id = Id(), Kind = GrantEventKind.AppPaused, At = world.Broker.Time.GetUtcNow(), TikTokApp = "some-app", Cause = AttemptCause.AppRefused, LogId = "20261121120000ABCDEF" },
            new GrantEvent { Id = Id(), Kind = GrantEventKind.AppResumed, At = world.Broker.Time.GetUtcNow(), TikTokApp = "some-app" });

        var trail = (await world.Broker.AuditAsync()).Where(one => one.TikTokApp == "some-app" || (one.UserId == user && one.Subject == "3f6c")).Select(one => (one.Name, one.Cause, one.LogId));
        Assert.Equal(
            [
                (AuditNames.TikTokGrantRefreshFailed, "upstream_unavailable", "20261121120000ABCDEF"),
                (AuditNames.TikTokGrantRecovered, "succeeded", "20261121120000ABCDEF"),
                (AuditNames.TikTokGrantNeedsReauthorization, "refresh_token_refused", "20261121120000ABCDEF"),
                (AuditNames.TikTokGrantExpiring, null, null),
                (AuditNames.TikTokGrantRemoved, "user_disconnected", null),
                (AuditNames.TikTokAppPaused, "app_refused", "20261121120000ABCDEF"),
                (AuditNames.TikTokAppResumed, null, null),
            ],
            trail.Reverse());

        var documented = WebhookDocument.Blocks("json").Select(example => JsonDocument.Parse(example).RootElement).ToDictionary(example => example.GetProperty("type").GetString()!); // each example has one
        Assert.Equal(WebhookTypes.All.Order(), documented.Keys.Order());
        var seen = new Dictionary<string, JsonElement>();
        while (seen.Count < documented.Count)
        {
            var message = await world.Sink.NextAsync(WebhookWorld.Everything);
            if (message.Of("user_id") == user || message.Of("tiktok_app") == "some-app")
            {
                seen[message.Type!] = message.Json; // ours have one
            }
        }

        foreach (var (type, example) in documented)
        {
            Assert.Equal(Members(example), Members(seen[type]));
            Assert.Equal(Members(example.GetProperty("data")), Members(seen[type].GetProperty("data")));
            Assert.Equal(example.GetProperty("data").TryGetProperty("cause", out var cause) ? cause.GetString() : null, seen[type].GetProperty("data").TryGetProperty("cause", out cause) ? cause.GetString() : null);
        }
    }

    private static string[] Members(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private static string Claim(SignedIn person, string name) => Broker.PayloadOf(person.IdToken).GetProperty(name).GetString()!; // an ID token has it

    private static string Id() => Tokgate.Server.Protocol.RandomId.New();

    private static GrantEvent Event(GrantEventKind kind, string user) => new()
    {
        Id = Id(),
        Kind = kind,
        At = new ManualTime().GetUtcNow(),
        TikTokApp = "awexample0000001",
        GrantId = "3f6c",
        Connection = "tiktok",
        Owner = user,
        OpenId = "-000a",
    };

    private static GrantHandOver Tokens(WebhookWorld world, string user, string openId) => new()
    {
        TikTokApp = Tokgate.Emulator.TikTokEmulator.ProductionClientKey,
        Connection = "tiktok",
        Owner = user,
        OpenId = openId,
        Scopes = TikTokScopes.Parse("user.info.basic"),
        AccessToken = AccessToken.From("act." + Canary),
        AccessExpiresAt = world.Broker.Time.GetUtcNow() + TimeSpan.FromDays(1),
        RefreshToken = RefreshToken.From("rft." + Canary),
    };

    private static async Task WriteAsync(WebhookWorld world, params GrantEvent[] events)
    {
        // The clock of the tests never looks by itself: it is this write that rings.
        await world.Broker.Get<IVaultDatabase>().WriteAsync(async context =>
        {
            await world.Broker.Get<IGrantEventWriter>().WriteAsync(context, events);
            return 0;
        });
    }
}
