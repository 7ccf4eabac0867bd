using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Token;

/// <summary>A token of ours for TikTok's, by RFC 8693 and by Auth0's names for it.</summary>
public sealed class TokenExchangeTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Rfc8693_2_2_1_TikToks_token_is_fresh_and_refreshed_once_for_all_who_saw_one_refusal(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        var first = await world.ExchangeAsync(tokens, ("subject_token", tokens.GetProperty("access_token").GetString()), ("subject_token_type", TokenWorld.AccessToken));
        Assert.True(first.Status == 200, first.Body);
        Assert.Equal("no-store", first.Headers["Cache-Control"]);
        Assert.Equal((TokenWorld.AccessToken, "Bearer", 1), (Text(first, "issued_token_type"), Text(first, "token_type"), Number(first, "tokgate_generation")));
        Assert.Equal("user.info.basic user.info.profile", Text(first, "scope"));
        Assert.InRange(Number(first, "expires_in"), 7_000, 7_200);
        Assert.False(first.Json.TryGetProperty("refresh_token", out _));
        await MustOpenTikTokAsync(world, first);

        world.Broker.Time.Advance(TimeSpan.FromHours(2));
        var second = await world.ExchangeAsync(tokens);
        Assert.Equal(2, Number(second, "tokgate_generation"));
        Assert.NotEqual(Text(first, "access_token"), Text(second, "access_token"));
        await MustOpenTikTokAsync(world, second);

        var refused = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.ExchangeAsync(tokens, ("tokgate_refused_generation", "2"))));
        Assert.All(refused, answer => Assert.Equal(3, Number(answer, "tokgate_generation")));
        Assert.Equal(3, Number(await world.ExchangeAsync(tokens, ("tokgate_refused_generation", "2")), "tokgate_generation"));
        Assert.Equal(2, await world.AskedAsync("/v2/oauth/token/", "refresh_token"));

        // A token that is to live longer than this one is another one.
        world.Broker.Time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(3, Number(await world.ExchangeAsync(tokens, ("tokgate_min_ttl", "600")), "tokgate_generation"));
        Assert.Equal(4, Number(await world.ExchangeAsync(tokens, ("tokgate_min_ttl", "5400")), "tokgate_generation"));
    }

    [Fact]
    public async Task Auth0s_names_for_the_exchange_do_the_same()
    {
        await using var world = await TokenWorld.StartAsync();
        var tokens = await world.SignInAsync();
        var answer = await world.ExchangeAsync(tokens, ("grant_type", TokenWorld.Auth0), ("requested_token_type", TokenWorld.Auth0Token));
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(TokenWorld.Auth0Token, Text(answer, "issued_token_type"));
        await MustOpenTikTokAsync(world, answer);
        Assert.Equal(200, (await world.ExchangeAsync(tokens, ("connection", null), ("audience", "tiktok"))).Status);
        var openId = (await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens))).Single().OpenId;
        Assert.Equal(200, (await world.ExchangeAsync(tokens, ("login_hint", openId))).Status);
        Assert.Equal("invalid_grant", (await world.ExchangeAsync(tokens, ("login_hint", "somebody else"))).Error);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_55_Whoever_may_not_read_gets_nothing(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        var plain = await world.SignInAsync("plain");
        var used = await world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)); // offline access was asked for
        var current = used.Json;
        world.Broker.Time.Advance(TimeSpan.FromMinutes(5)); // longer than the grace
        var machine = await world.AdministratorAsync();
        foreach (var (changes, error) in (IEnumerable<((string, string?)[], string)>)
        [
            ([("client_id", "plain"), ("subject_token", plain.GetProperty("refresh_token").GetString())], "unauthorized_client"),
            ([("client_id", "other-reader")], "invalid_grant"),
            ([("client_id", "elsewhere")], "invalid_target"),
            ([("connection", "nowhere")], "invalid_target"),
            ([("audience", "nowhere")], "invalid_target"),
            ([("resource", "tiktok")], "invalid_target"),
            ([("connection", null)], "invalid_request"),
            ([("subject_token", null)], "invalid_request"),
            ([("subject_token_type", null)], "invalid_request"),
            ([("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")], "invalid_request"),
            ([("requested_token_type", TokenWorld.RefreshToken)], "invalid_request"),
            ([("actor_token", "x")], "invalid_request"),
            ([("tokgate_min_ttl", "-1")], "invalid_request"),
            ([("tokgate_min_ttl", "86401")], "invalid_request"),
            ([("tokgate_refused_generation", "one")], "invalid_request"),
            ([("scope", "\"")], "invalid_scope"),
            ([("subject_token", tokens.GetProperty("refresh_token").GetString())], "invalid_grant"),
            ([("subject_token", "tgr_nothing")], "invalid_grant"),
            ([("subject_token", tokens.GetProperty("id_token").GetString()), ("subject_token_type", TokenWorld.AccessToken)], "invalid_grant"),
            ([("subject_token", machine), ("subject_token_type", TokenWorld.AccessToken)], "invalid_grant"),
            ([("subject_token", plain.GetProperty("access_token").GetString()), ("subject_token_type", TokenWorld.AccessToken)], "invalid_grant"),
        ])
        {
            var answer = await world.ExchangeAsync(current, changes);
            Assert.True(answer.Error == error, $"{string.Join(' ', changes.Select(change => change.Item1))}: {answer.Body}");
            Assert.False(answer.Json.TryGetProperty("access_token", out _));
        }

        Assert.Equal(401, (await world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, "wrong"), ("grant_type", TokenWorld.Standard))).Status);
        Assert.Equal("unauthorized_client", (await world.Broker.PostAsync(SignIn.TokenPath, ("grant_type", TokenWorld.Standard), ("client_id", The.Spa))).Error);
        Assert.Equal(200, (await world.ExchangeAsync(current)).Status); // and what was refused has used nothing up
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_not_granted_is_named(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var answer = await world.ExchangeAsync(await world.SignInAsync(), ("scope", "user.info.basic video.list user.info.stats"));
        Assert.Equal((400, "invalid_scope"), (answer.Status, answer.Error));
        Assert.Contains("TTK3281", Text(answer, "error_description"), StringComparison.Ordinal);
        Assert.Contains("video.list", Text(answer, "error_description"), StringComparison.Ordinal);
        Assert.Contains("user.info.stats", Text(answer, "error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_41_A_person_who_is_blocked_or_has_taken_access_back_is_out_of_reach(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        var doomed = await world.SignInAsync("other-reader");
        Assert.Equal(200, (await world.ExchangeAsync(doomed, ("client_id", "other-reader"))).Status);
        await world.Broker.Get<Tokgate.Server.Account.IAccountStore>().RemoveApplicationAsync(TokenWorld.SubjectOf(tokens), "other-reader", CancellationToken.None);
        Assert.Equal("invalid_grant", (await world.ExchangeAsync(doomed, ("client_id", "other-reader"))).Error);
        Assert.Equal(200, (await world.ExchangeAsync(tokens)).Status);
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        Assert.Equal("invalid_grant", (await world.ExchangeAsync(tokens)).Error);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_grant_that_TikTok_ended_says_what_to_do_and_keeps_the_log_id(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        await world.World.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
        world.Broker.Time.Advance(TimeSpan.FromHours(2));
        var answer = await world.ExchangeAsync(tokens);
        Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error));
        Assert.Matches("^TTK3282: .*new sign-in.*log_id: .+", Text(answer, "error_description"));
        Assert.Equal(GrantState.NeedsReauthorization, (await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens))).Single().State);

        var again = await world.SignInAsync();
        Assert.Equal(200, (await world.ExchangeAsync(again)).Status);
        Assert.Equal(200, (await world.ExchangeAsync(tokens)).Status); // it is the same person's, who allowed it again
    }

    [Fact]
    public async Task While_TikTok_is_away_the_old_token_serves_as_long_as_it_lives_and_then_the_caller_is_told_when_to_come_again()
    {
        await using var world = await TokenWorld.StartAsync();
        var tokens = await world.SignInAsync();
        await world.World.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "status", status = 429, count = 50 });
        Assert.Equal(200, (await world.ExchangeAsync(tokens, ("tokgate_min_ttl", "7100"))).Status);
        world.Broker.Time.Advance(TimeSpan.FromHours(2));
        var answer = await world.ExchangeAsync(tokens);
        Assert.Equal((503, "temporarily_unavailable"), (answer.Status, answer.Error));
        Assert.Contains("TTK3284", Text(answer, "error_description"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
    }

    [Fact]
    public async Task A_connection_that_keeps_no_tokens_has_none_to_give()
    {
        await using var world = await TokenWorld.StartAsync(keepsTokens: false);
        var tokens = await world.SignInAsync();
        Assert.Empty(await world.Vault.ListAsync(TokenWorld.SubjectOf(tokens)));
        var answer = await world.ExchangeAsync(tokens);
        Assert.Equal("invalid_grant", answer.Error);
        Assert.Contains("TTK3280", Text(answer, "error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_55_The_trail_says_who_read_whose_token(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        await world.ExchangeAsync(tokens);
        await world.ExchangeAsync(tokens);
        await world.ExchangeAsync(tokens, ("scope", "video.list"));
        var trail = await world.Broker.AuditAsync();
        var read = Assert.Single(trail, audited => audited.Name == AuditNames.TikTokTokenRead);
        Assert.Equal((The.Web, TokenWorld.SubjectOf(tokens), "tiktok", 2), (read.ClientId, read.UserId, read.Connection, read.Count));
        Assert.Contains(trail, audited => audited is { Name: AuditNames.TokenRefused, ErrorId: "TTK3281" } && audited.UserId == read.UserId);
    }

    private static async Task MustOpenTikTokAsync(TokenWorld world, Answer answer)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.World.TikTok.BaseAddress, "/v2/user/info/?fields=open_id"));
        request.Headers.Authorization = new("Bearer", Text(answer, "access_token"));
        var told = await Answer.OfAsync(await http.SendAsync(request));
        Assert.True(told.Status == 200, told.Body);
    }

    private static string Text(Answer answer, string name) => answer.Json.GetProperty(name).GetString()!; // whatever is asked for is a text

    private static long Number(Answer answer, string name) => answer.Json.TryGetProperty(name, out var value) ? value.GetInt64() : throw new InvalidOperationException(answer.Body);
}
