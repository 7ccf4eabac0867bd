using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Emulator;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Vault;

/// <summary>TikTok's tokens go into the vault with the sign-in that received them: with it or not at all, and one grant per person and TikTok account.</summary>
public sealed class SignInHandOverTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_person_who_signs_in_again_and_again_at_once_has_one_grant_whose_tokens_open(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var signedIn = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.SignInAsync()));
        var subject = Assert.Single(signedIn.Select(TokenWorld.SubjectOf).Distinct());
        var grant = Assert.Single(await world.Vault.ListAsync(subject));
        Assert.Equal((6, GrantState.Active, "tiktok", TikTokEmulator.ProductionClientKey), (grant.Generation, grant.State, grant.Connection, grant.TikTokApp));
        Assert.Equal(200, (await world.ExchangeAsync(signedIn[0])).Status);

        await world.SignInAsync();
        var after = Assert.Single(await world.Vault.ListAsync(subject));
        Assert.Equal((grant.Id, 7), (after.Id, after.Generation));
        Assert.Equal(GrantState.Active, (await world.Vault.GetAccessTokenAsync(after.Id, new TokenRequest { RefusedGeneration = 7 })).Grant?.State);
    }

    [Fact]
    public async Task A_sign_in_over_a_grant_that_was_made_meanwhile_finds_it_and_stands_over_it()
    {
        await using var world = await TokenWorld.StartAsync();
        var tokens = await world.SignInAsync();
        var grant = Assert.Single(await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens)));

        // As if another node had made it after this one had looked: the boxes of the first try are bound to no grant that is there.
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            async context =>
            {
                await context.Database.OpenConnectionAsync();
                await world.Broker.Get<VaultGrantWriting>().KeepAsync(context, SomeSignIn(world, grant), grant.Owner, found: null);
                return 0;
            },
            CancellationToken.None);
        var after = Assert.Single(await world.Vault.ListAsync(grant.Owner));
        Assert.Equal((grant.Id, 2), (after.Id, after.Generation));
        Assert.Equal("act.other", (await world.Vault.GetAccessTokenAsync(grant.Id)).AccessToken?.Reveal());
    }

    [Fact]
    public async Task A_sign_in_that_fails_leaves_no_grant_and_a_blocked_person_s_tokens_are_not_kept()
    {
        await using var world = await TokenWorld.StartAsync();
        var tokens = await world.SignInAsync();
        var generation = (await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens))).Single().Generation;
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        using var browser = world.World.NewBrowser();
        Assert.Equal(403, (await browser.GoAsync(SignInWorld.Authorize())).Status);
        Assert.Equal(generation, (await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens))).Single().Generation);

        // What comes last in the transaction breaks: user, session and grant are gone together.
        await world.World.TikTok.ConsentAsync("basic_only");
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Database.ExecuteSqlRawAsync("alter table grants rename to elsewhere"), CancellationToken.None);
        using var other = world.World.NewBrowser();
        Assert.Equal(500, (await other.GoAsync(SignInWorld.Authorize())).Status);
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Equal([1, 1], await context.Database.SqlQuery<int>($"select count(*) as \"Value\" from vault_grants union all select count(*) from users").ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_54_A_dump_of_the_database_has_no_token_no_secret_and_no_key(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        var first = (await world.ExchangeAsync(tokens)).Json.GetProperty("access_token").GetString()!; // it is a 200
        var second = (await world.ExchangeAsync(tokens, ("tokgate_refused_generation", "1"))).Json.GetProperty("access_token").GetString()!; // as above
        var export = await world.Vault.ExportAsync((await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens))).Single().Id);
        var master = Convert.FromBase64String(await File.ReadAllTextAsync(world.Broker.Get<IOptions<KeysOptions>>().Value.MasterKeyFile!)); // set after configuration
        var dump = DatabaseContent.Of(world.Broker.Get<IOptions<StorageOptions>>().Value.Database!); // set by its own defaults
        Assert.Contains("vault_grants", dump, StringComparison.Ordinal);
        foreach (var secret in (string[])[first, second, export!.RefreshToken!.Reveal(), TikTokEmulator.ClientSecret, Convert.ToBase64String(master)]) // it was just read
        {
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), dump, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Convert.ToHexString(master), dump, StringComparison.Ordinal);
    }

    private static Tokgate.Server.Upstream.SignIn SomeSignIn(TokenWorld world, Grant grant) => new()
    {
        Connection = world.Broker.Get<Tokgate.Server.Connections.ConnectionDirectory>().Find("tiktok")!, // it is the world's
        TikTokApp = grant.TikTokApp,
        OpenId = grant.OpenId,
        Profile = default,
        AskedScopes = "",
        GrantedScopes = grant.Scopes,
        Request = null,
        NeedsConsent = false,
        Session = Tokgate.Server.Protocol.Handle.New(Tokgate.Server.Protocol.HandleKind.Session),
        Code = Tokgate.Server.Protocol.Handle.New(Tokgate.Server.Protocol.HandleKind.AuthorizationCode),
        Tokens = new TikTokTokens
        {
            AccessToken = AccessToken.From("act.other"),
            RefreshToken = RefreshToken.From("rft.other"),
            ExpiresIn = TimeSpan.FromHours(2),
            ReceivedAt = world.Broker.Time.GetUtcNow(),
            OpenId = grant.OpenId,
            Scopes = grant.Scopes,
            TokenType = "Bearer",
        },
    };
}
