using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.QrCodes;

/// <summary>QR codes that programs show, by the clauses of RFC 8628 that have a meaning without a second browser of ours.</summary>
public sealed class QrGrantTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Rfc8628_Section_3_5_A_program_asks_until_the_phone_has_answered_and_gets_tokens_once(string engine)
    {
        await using var world = await QrWorld.StartAsync(engine);
        var begun = await world.BeginAsync(changes: [("scope", "openid profile offline_access"), ("nonce", "n-1")]);
        Assert.Equal(200, begun.Status);
        Assert.Equal((180, 5), (begun.Json.GetProperty("expires_in").GetInt32(), begun.Json.GetProperty("interval").GetInt32()));
        var (id, content) = (begun.Member("qr_id"), begun.Member("qr_uri"));
        Assert.Equal("authorization_pending", (await world.AskAsync(id)).Error);
        Assert.Equal("slow_down", (await world.AskAsync(id)).Error);
        world.Wait();
        await world.PhoneAsync(content, "scan");
        var scanned = await world.AskAsync(id);
        Assert.Equal("authorization_pending", scanned.Error);
        Assert.Contains("was scanned", scanned.Member("error_description"), StringComparison.Ordinal);
        await world.PhoneAsync(content);
        world.Wait();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.AskAsync(id)));
        var tokens = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Except([tokens]), answer => Assert.Contains(answer.Error, (string[])["slow_down", "invalid_grant"]));
        Assert.Equal(1, await world.AskedAsync("/v2/oauth/token/"));
        Assert.Equal("invalid_grant", (await world.AskAsync(id)).Error);
        var claims = Broker.PayloadOf(tokens.Member("id_token"));
        Assert.Equal((QrWorld.Television, "n-1"), (claims.GetProperty("aud").GetString(), claims.GetProperty("nonce").GetString()));
        var refreshed = await world.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("client_id", QrWorld.Television), ("refresh_token", tokens.Member("refresh_token")));
        Assert.Equal(200, refreshed.Status);
        using var userInfo = new HttpRequestMessage(HttpMethod.Get, "/userinfo") { Headers = { Authorization = new("Bearer", tokens.Member("access_token")) } };
        Assert.Equal("Camille Full", (await Answer.OfAsync(await world.Broker.Http.SendAsync(userInfo))).Member("name"));
        Assert.DoesNotContain(await world.Broker.AuditAsync(), audited => audited.Cause is "authorization_pending" or "slow_down"); // asking is no event
    }

    [Fact]
    public async Task A_session_that_no_browser_has_stands_on_the_account_page_and_ends_what_was_bought()
    {
        await using var world = await QrWorld.StartAsync();
        var begun = await world.BeginAsync(QrWorld.Kiosk);
        await world.PhoneAsync(begun.Member("qr_uri"));
        var tokens = await world.AskAsync(begun.Member("qr_id"), QrWorld.Kiosk);
        Assert.Equal(200, tokens.Status);
        var subject = Broker.PayloadOf(tokens.Member("id_token")).GetProperty("sub").GetString()!; // openid was asked for
        var sessions = world.Broker.Get<Tokgate.Server.Sessions.ISessionStore>();
        var session = Assert.Single(await sessions.ListAsync(subject, CancellationToken.None));
        Assert.True(await sessions.EndAsync(session.Id, CancellationToken.None));
        using var userInfo = new HttpRequestMessage(HttpMethod.Get, "/userinfo") { Headers = { Authorization = new("Bearer", tokens.Member("access_token")) } };
        Assert.Equal(401, (await Answer.OfAsync(await world.Broker.Http.SendAsync(userInfo))).Status);
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("expire")]
    [InlineData(null)]
    public async Task Rfc8628_Section_3_5_A_code_that_is_over_is_expired_token(string? ending)
    {
        await using var world = await QrWorld.StartAsync();
        var begun = await world.BeginAsync();
        if (ending is null)
        {
            world.Broker.Time.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromMilliseconds(1));
            Assert.Equal("authorization_pending", (await world.AskAsync(begun.Member("qr_id"))).Error);
            world.Broker.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("invalid_grant", (await world.AskAsync(begun.Member("qr_id"))).Error); // forgotten with its time
            return;
        }

        await world.PhoneAsync(begun.Member("qr_uri"), ending);
        Assert.Equal("expired_token", (await world.AskAsync(begun.Member("qr_id"))).Error);
        world.Wait();
        Assert.Equal("expired_token", (await world.AskAsync(begun.Member("qr_id"))).Error);
        Assert.Equal(1, await world.LooksAsync());
    }

    [Fact]
    public async Task Rfc8628_Section_3_1_A_request_is_checked_as_every_other_one_and_needs_a_challenge()
    {
        await using var world = await QrWorld.StartAsync();
        foreach (var (name, value, error) in ((string, string?, string)[])
        [
            ("code_challenge", null, "invalid_request"), ("code_challenge", "short", "invalid_request"), ("code_challenge_method", "plain", "invalid_request"), ("scope", null, "invalid_scope"),
            ("scope", "video.delete", "invalid_scope"), ("connection", "nobody", "invalid_request"), ("audience", "https://api.example/", "invalid_target"), ("request", "x", "request_not_supported"),
            ("nonce", new string('n', 1025), "invalid_request"), ("claims", "no json", "invalid_request"),
        ])
        {
            Assert.Equal((name, error), (name, (await world.BeginAsync(changes: (name, value))).Error));
        }

        Assert.Equal("unauthorized_client", (await world.BeginAsync(The.Web)).Error); // it may not show codes
        Assert.Equal("unauthorized_client", (await world.AskAsync("tgx_x", The.Web)).Error);
        Assert.Equal("invalid_client", (await world.Broker.PostAsync("/oauth/qr", ("client_id", QrWorld.Kiosk), ("scope", "openid"))).Error); // it has a secret
        Assert.Equal(0, await world.AskedAsync("/v2/oauth/get_qrcode/"));
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited.Name == "qr_request.refused");
    }

    [Fact]
    public async Task T_06_A_code_is_good_only_for_the_client_and_the_verifier_it_was_made_for_and_asking_without_them_is_told_nothing()
    {
        await using var world = await QrWorld.StartAsync();
        var begun = await world.BeginAsync();
        var id = begun.Member("qr_id");
        await world.PhoneAsync(begun.Member("qr_uri"));
        Assert.Equal("invalid_grant", (await world.AskAsync(id, QrWorld.Kiosk)).Error);
        Assert.Equal("invalid_grant", (await world.AskAsync(id, changes: ("code_verifier", new string('x', 43)))).Error);
        Assert.Equal("invalid_request", (await world.AskAsync(id, changes: ("code_verifier", null))).Error);
        Assert.Equal("invalid_request", (await world.AskAsync(id, changes: ("qr_id", null))).Error);
        Assert.Equal("invalid_grant", (await world.AskAsync("tgx_" + new string('A', 43))).Error);
        Assert.Equal(0, await world.LooksAsync());
        Assert.Equal(200, (await world.AskAsync(id)).Status);
    }

    [Fact]
    public async Task T_12_An_application_of_others_gets_nothing_that_the_person_has_not_allowed_it_and_leaves_no_session()
    {
        await using var world = await QrWorld.StartAsync();
        var begun = await world.BeginAsync(QrWorld.Stranger);
        await world.PhoneAsync(begun.Member("qr_uri"));
        var refused = await world.AskAsync(begun.Member("qr_id"), QrWorld.Stranger);
        Assert.Equal("consent_required", refused.Error);
        Assert.Contains("TTK3354", refused.Member("error_description"), StringComparison.Ordinal);
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.True(await context.Sessions.AllAsync(session => session.EndedAt != null));
        Assert.Equal(0, await context.Grants.CountAsync());
    }

    [Fact]
    public async Task Who_is_kept_out_gets_access_denied_and_a_connection_that_is_off_gets_nobody_in()
    {
        await using var world = await QrWorld.StartAsync();
        var first = await world.BeginAsync();
        await world.PhoneAsync(first.Member("qr_uri"));
        Assert.Equal(200, (await world.AskAsync(first.Member("qr_id"))).Status);
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        var second = await world.BeginAsync();
        await world.PhoneAsync(second.Member("qr_uri"));
        Assert.Equal("access_denied", (await world.AskAsync(second.Member("qr_id"))).Error);

        var third = await world.BeginAsync();
        await world.PhoneAsync(third.Member("qr_uri"), user: "creator_sparse");
        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = false });
        Assert.Equal("access_denied", (await world.AskAsync(third.Member("qr_id"))).Error);
        Assert.Equal("invalid_request", (await world.BeginAsync()).Error);
    }

    [Fact]
    public async Task T_52_However_many_codes_are_made_their_table_is_bounded_and_the_last_one_works()
    {
        await using var world = await QrWorld.StartAsync("SQLite", "--Tokgate:Upstream:MaxPending=20");
        for (var index = 0; index < 60; index++)
        {
            await world.BeginAsync();
            world.Broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var last = await world.BeginAsync();
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.InRange(await context.QrSignIns.CountAsync(), 1, 22);
        await world.PhoneAsync(last.Member("qr_uri"));
        Assert.Equal(200, (await world.AskAsync(last.Member("qr_id"))).Status);
    }

    [Fact]
    public async Task TikTok_that_is_away_is_told_so_and_the_code_goes_on_when_it_is_back()
    {
        await using var world = await QrWorld.StartAsync();
        var begun = await world.BeginAsync();
        await world.PhoneAsync(begun.Member("qr_uri"));
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "*", kind = "status", count = 20, status = 503 });
        var away = await world.AskAsync(begun.Member("qr_id"));
        Assert.Equal((503, "temporarily_unavailable", true), (away.Status, away.Error, away.Headers.ContainsKey("Retry-After")));
        Assert.Equal("temporarily_unavailable", (await world.BeginAsync()).Error);
        using var healed = await world.TikTok.Control.DeleteAsync("/_emulator/faults");
        world.Broker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await world.AskAsync(begun.Member("qr_id"))).Status);
    }

    [Fact]
    public async Task A_page_of_an_application_of_its_own_origin_may_read_the_answer()
    {
        await using var world = await QrWorld.StartAsync();
        Assert.Equal("*", (await world.BeginAsync()).Headers.GetValueOrDefault("Access-Control-Allow-Origin", "*"));
        Assert.Equal(Broker.Issuer + "/oauth/qr", (await world.Broker.GetAsync("/.well-known/openid-configuration")).Member("tokgate_qr_endpoint"));
    }
}
