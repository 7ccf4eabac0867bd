using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Sessions;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Logout;

/// <summary>OpenID Connect Back-Channel Logout 1.0, as relying parties see it.</summary>
public sealed class BackChannelLogoutTests(BackChannelFixture fixture) : IClassFixture<BackChannelFixture>
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Fact]
    public async Task Section_2_Discovery_says_that_it_works_and_that_the_session_is_named()
    {
        var document = (await fixture.World("SQLite").Broker.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.True(document.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(document.GetProperty("backchannel_logout_session_supported").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Section_2_4_Every_client_of_the_session_gets_a_logout_token_of_its_own(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        using var person = await SignedIn.StartAsync(world);
        var other = Broker.PayloadOf(await person.OtherIdTokenAsync());
        var own = Broker.PayloadOf(person.IdToken);
        await ChangeAsync(world, SignIn.Other, SigningAlgorithm.ES256);
        Assert.StartsWith(LogoutTests.Bye, (await person.LogoutAsync(("id_token_hint", person.IdToken), ("post_logout_redirect_uri", LogoutTests.Bye))).Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(own.GetProperty("sid").GetString(), other.GetProperty("sid").GetString());
        foreach (var (client, algorithm) in ((string, string)[])[(The.Web, "RS256"), (SignIn.Other, "ES256")])
        {
            var form = await near.NextAsync(client);
            var token = Assert.Single(form, field => field.Key == "logout_token").Value;
            Assert.Single(form);
            var claims = await KeySet.VerifiedAsync(world.Broker, token);
            Assert.Equal("logout+jwt", Broker.HeaderOf(token).GetProperty("typ").GetString());
            Assert.Equal(algorithm, Broker.HeaderOf(token).GetProperty("alg").GetString());
            Assert.Equal(["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], claims.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
            Assert.Equal(Broker.Issuer, claims.GetProperty("iss").GetString());
            Assert.Equal(client, claims.GetProperty("aud").GetString());
            Assert.Equal(own.GetProperty("sub").GetString(), claims.GetProperty("sub").GetString());
            Assert.Equal(own.GetProperty("sid").GetString(), claims.GetProperty("sid").GetString());
            Assert.Equal(world.Broker.Time.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
            Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 1, 120);
            Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
            Assert.Equal("{\"" + Event + "\":{}}", claims.GetProperty("events").GetRawText());
        }

        await ChangeAsync(world, SignIn.Other, SigningAlgorithm.RS256);
        Assert.False(fixture.Far(engine).HasMore(BackChannelFixture.Third));
        Assert.False(await person.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_03_A_logout_token_is_no_hint_and_no_access_token(string engine)
    {
        var world = fixture.World(engine);
        using var person = await SignedIn.StartAsync(world);
        await person.LogoutAsync(("id_token_hint", person.IdToken));
        var token = await fixture.Near(engine).NextTokenAsync(The.Web);
        Assert.Equal(400, (await person.LogoutAsync(("id_token_hint", token))).Status);
        Assert.Contains("error=invalid_request", (await person.Browser.StepAsync(SignInWorld.Authorize(("id_token_hint", token)))).Headers["Location"], StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(401, (int)(await world.Broker.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_signs_in_where_another_person_was_ends_their_session_and_who_signs_in_again_does_not(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        using var person = await SignedIn.StartAsync(world);
        await person.Browser.GoAsync(SignInWorld.Authorize(("prompt", "login")));
        await world.TikTok.ConsentAsync("basic_only");
        await person.Browser.GoAsync(SignInWorld.Authorize(("prompt", "login"), ("scope", "openid")));
        await world.TikTok.ConsentAsync("creator_full");
        var told = Broker.PayloadOf(await near.NextTokenAsync(The.Web));
        Assert.Equal(Broker.PayloadOf(person.IdToken).GetProperty("sid").GetString(), told.GetProperty("sid").GetString());
        Assert.Equal(Broker.PayloadOf(person.IdToken).GetProperty("sub").GetString(), told.GetProperty("sub").GetString());
        Assert.False(near.HasMore(The.Web));
        Assert.Equal(1, await CountAsync(world, row => row.Subject.Contains(told.GetProperty("sid").GetString()!)));
        var ended = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SessionEnded }), one => one.SessionId == told.GetProperty("sid").GetString());
        Assert.Equal(told.GetProperty("sub").GetString(), ended.UserId);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task B_02_All_sessions_of_a_person_end_at_once_each_under_its_own_name(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        using var first = await SignedIn.StartAsync(world);
        using var second = await SignedIn.StartAsync(world);
        using var somebodyElse = await SignedIn.StartAsync(world, persona: "creator_sparse");
        var sessions = ((SignedIn[])[first, second]).Select(one => Broker.PayloadOf(one.IdToken).GetProperty("sid").GetString()).ToHashSet();
        Assert.Equal(2, sessions.Count);
        await world.Broker.Get<ISessionStore>().EndAllOfUserAsync(Broker.PayloadOf(first.IdToken).GetProperty("sub").GetString()!, CancellationToken.None); // an ID token has one
        var told = new HashSet<string?> { await SidAsync(near), await SidAsync(near) };
        Assert.Equal(sessions, told);
        Assert.False(await first.IsSignedInAsync());
        Assert.False(await second.IsSignedInAsync());
        Assert.True(await somebodyElse.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task B_02_Two_clients_and_two_browsers_share_a_sid_by_browser_and_only_one_browsers_is_ended(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        using var left = await SignedIn.StartAsync(world);
        using var right = await SignedIn.StartAsync(world);
        var sids = new List<string?>();
        foreach (var browser in (SignedIn[])[left, right])
        {
            sids.AddRange(((string[])[browser.IdToken, await browser.OtherIdTokenAsync()]).Select(token => Broker.PayloadOf(token).GetProperty("sid").GetString()));
        }

        Assert.Equal(sids[0], sids[1]);
        Assert.Equal(sids[2], sids[3]);
        Assert.NotEqual(sids[0], sids[2]);
        Assert.All(sids, sid => Assert.True(sid is { Length: >= 22 }, sid)); // 128 bits in Base64url

        await left.LogoutAsync(("id_token_hint", left.IdToken));
        foreach (var client in (string[])[The.Web, SignIn.Other])
        {
            Assert.Equal(sids[0], Broker.PayloadOf(await near.NextTokenAsync(client)).GetProperty("sid").GetString());
            Assert.False(near.HasMore(client));
        }

        Assert.False(await left.IsSignedInAsync());
        Assert.True(await right.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_is_told_when_its_tokens_have_expired_long_ago(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        using var person = await SignedIn.StartAsync(world);
        world.Broker.Time.Advance(TimeSpan.FromDays(1));
        await world.Broker.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None);
        var session = Broker.PayloadOf(person.IdToken).GetProperty("sid").GetString()!; // an ID token has one
        Assert.True(await world.Broker.Get<ISessionStore>().EndAsync(session, CancellationToken.None));
        Assert.False(await world.Broker.Get<ISessionStore>().EndAsync(session, CancellationToken.None));
        Assert.Equal(session, await SidAsync(near));
        Assert.False(near.HasMore(The.Web));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Section_2_8_A_client_that_fails_is_told_again_later_with_a_new_token_and_one_that_refuses_is_not(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        near.Answer(The.Web, HttpStatusCode.ServiceUnavailable);
        near.Answer(SignIn.Other, HttpStatusCode.BadRequest);
        using var person = await SignedIn.StartAsync(world);
        await person.OtherIdTokenAsync();
        await person.LogoutAsync(("id_token_hint", person.IdToken));
        var session = Broker.PayloadOf(person.IdToken).GetProperty("sid").GetString()!; // an ID token has one
        var first = Broker.PayloadOf(await near.NextTokenAsync(The.Web));
        await near.NextAsync(SignIn.Other);
        await RowAsync(world, session, SignIn.Other, row => row is { State: DeliveryRow.Dead, LastStatus: 400, Attempts: 1 });
        await RowAsync(world, session, The.Web, row => row is { State: DeliveryRow.Waiting, LastStatus: 503, Lease: null });

        near.Answer(The.Web, HttpStatusCode.NoContent);
        world.Broker.Time.Advance(TimeSpan.FromSeconds(2));
        world.Broker.Get<DeliveryBell>().Ring();
        world.Broker.Time.Advance(TimeSpan.FromSeconds(3));
        world.Broker.Get<DeliveryBell>().Ring();
        var second = Broker.PayloadOf(await near.NextTokenAsync(The.Web));
        Assert.NotEqual(first.GetProperty("jti").GetString(), second.GetProperty("jti").GetString());
        Assert.Equal(first.GetProperty("iat").GetInt64() + 5, second.GetProperty("iat").GetInt64());
        await RowAsync(world, session, The.Web, row => row is { State: DeliveryRow.Done, LastStatus: 204, Attempts: 2 });
        Assert.False(near.HasMore(SignIn.Other));
        near.Answer(SignIn.Other, HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_that_never_takes_it_is_given_up_after_eight_tries(string engine)
    {
        var (world, far) = (fixture.World(engine), fixture.Far(engine));
        far.Answer(BackChannelFixture.Third, HttpStatusCode.InternalServerError);
        using var person = await SignedIn.StartAsync(world);
        var session = Broker.PayloadOf(await person.IdTokenOfAsync(BackChannelFixture.Third, "https://third.example/cb")).GetProperty("sid").GetString()!; // an ID token has one
        await world.Broker.Get<ISessionStore>().EndAsync(session, CancellationToken.None);
        await fixture.Near(engine).NextAsync(The.Web);
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            await far.NextAsync(BackChannelFixture.Third);
            await RowAsync(world, session, BackChannelFixture.Third, row => row.Attempts == attempt && row.Lease is null);
            world.Broker.Time.Advance(TimeSpan.FromHours(1));
            world.Broker.Get<DeliveryBell>().Ring();
        }

        await RowAsync(world, session, BackChannelFixture.Third, row => row is { State: DeliveryRow.Dead, LastStatus: 500, EndedAt: not null });
        Assert.False(far.HasMore(BackChannelFixture.Third));
        far.Answer(BackChannelFixture.Third, HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_that_hangs_delays_neither_the_browser_nor_other_clients(string engine)
    {
        var (world, near, far) = (fixture.World(engine), fixture.Near(engine), fixture.Far(engine));
        var release = new TaskCompletionSource();
        far.Answer(BackChannelFixture.Third, _ => release.Task);
        using var person = await SignedIn.StartAsync(world);
        await person.IdTokenOfAsync(BackChannelFixture.Third, "https://third.example/cb");
        var left = await person.LogoutAsync(("id_token_hint", person.IdToken), ("post_logout_redirect_uri", LogoutTests.Bye));
        Assert.Equal(LogoutTests.Bye, left.Headers["Location"]);
        await far.NextAsync(BackChannelFixture.Third);
        using var next = await SignedIn.StartAsync(world);
        await next.LogoutAsync(("id_token_hint", next.IdToken));
        var told = new HashSet<string?> { await SidAsync(near), await SidAsync(near) };
        Assert.Contains(Broker.PayloadOf(next.IdToken).GetProperty("sid").GetString(), told);
        var session = Broker.PayloadOf(person.IdToken).GetProperty("sid").GetString()!; // an ID token has one
        await RowAsync(world, session, BackChannelFixture.Third, row => row is { State: DeliveryRow.Waiting, Lease: not null });
        release.SetResult();
        await RowAsync(world, session, BackChannelFixture.Third, row => row.State == DeliveryRow.Done);
        far.Answer(BackChannelFixture.Third, HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_redeems_a_code_while_the_session_ends_gets_nothing_or_is_told(string engine)
    {
        var (world, near) = (fixture.World(engine), fixture.Near(engine));
        var sessions = world.Broker.Get<ISessionStore>();
        var (told, refused) = (0, 0);
        for (var round = 0; round < 12; round++)
        {
            using var person = await SignedIn.StartAsync(world, client: BackChannelFixture.Third);
            var session = Broker.PayloadOf(person.IdToken).GetProperty("sid").GetString()!; // an ID token has one
            var code = (await person.Browser.GoAsync(SignInWorld.Authorize())).Query["code"];
            var redeeming = world.Broker.PostAsync(
                SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));
            await Task.WhenAll(redeeming, sessions.EndAsync(session, CancellationToken.None));
            await fixture.Far(engine).NextAsync(BackChannelFixture.Third);
            if ((await redeeming).Status == 200)
            {
                Assert.Equal(session, await SidAsync(near));
                told++;
            }
            else
            {
                Assert.Equal("invalid_grant", (await redeeming).Error);
                Assert.Equal(1, await CountAsync(world, row => row.Subject.Contains(session)));
                refused++;
            }
        }

        Assert.Equal(12, told + refused);
        Assert.False(near.HasMore(The.Web));
    }

    private static async Task<string?> SidAsync(LogoutReceiver receiver) => Broker.PayloadOf(await receiver.NextTokenAsync(The.Web)).GetProperty("sid").GetString();

    private static async Task ChangeAsync(SignInWorld world, string id, SigningAlgorithm algorithm)
    {
        var store = world.Broker.Get<IClientStore>();
        Assert.True(await store.TryUpdateAsync((await store.FindAsync(id, CancellationToken.None))!.Client with { IdTokenAlgorithm = algorithm }, CancellationToken.None)); // it is of the cast
        world.Broker.Get<ClientDirectory>().Forget(id);
    }

    private static async Task<int> CountAsync(SignInWorld world, System.Linq.Expressions.Expression<Func<DeliveryRow, bool>> which)
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await context.Deliveries.CountAsync(which);
    }

    // The outcome is written after the receiver has answered, so it is looked for until it is there.
    private static Task RowAsync(SignInWorld world, string session, string client, Func<DeliveryRow, bool> holds) => Eventually.HoldsAsync(async () =>
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return holds(await context.Deliveries.SingleAsync(one => one.Subject.Contains(session) && one.Subject.Contains($"\"{client}\"")));
    });
}
