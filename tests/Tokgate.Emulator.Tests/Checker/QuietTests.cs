using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>What looks like a deviation and is none: a checker that cries wolf is switched off.</summary>
public sealed class QuietTests(CheckedEmulator emulator) : IClassFixture<CheckedEmulator>
{
    [Fact]
    public async Task Calls_that_were_under_way_when_a_token_died_did_not_know_it()
    {
        var client = await emulator.ClientAsync();
        var (access, _) = await client.SignInAsync();
        await client.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
        await client.TikTok.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "delay", delay_ms = 3_600_000, count = 5 });
        var calls = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.UserInfoAsync(access)));
        await TestKit.Eventually.HoldsAsync(async () => await client.TikTok.Control.GetStringAsync("/_emulator/faults") == "[]");
        await client.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));

        Assert.All(await calls, reply => Assert.Equal("access_token_invalid", reply.ApiCode));
        IsClean(client);
    }

    [Fact]
    public async Task A_rate_limit_that_hits_calls_under_way_together_is_not_ignored_by_them()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.PutAsync("/_emulator/profile", new { rate_limit_per_minute = 1 });
        var (access, _) = await client.SignInAsync();
        await client.UserInfoAsync(access);
        await client.TikTok.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "delay", delay_ms = 1_000, count = 5 });
        var calls = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.UserInfoAsync(access)));
        await TestKit.Eventually.HoldsAsync(async () => await client.TikTok.Control.GetStringAsync("/_emulator/faults") == "[]");
        await client.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(2));

        Assert.All(await calls, reply => Assert.Equal(429, reply.Status));
        IsClean(client);
    }

    [Fact]
    public async Task A_client_that_waits_after_a_429_heeds_it()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.PutAsync("/_emulator/profile", new { rate_limit_per_minute = 1 });
        var (access, _) = await client.SignInAsync();
        for (var i = 0; i < 5; i++)
        {
            await client.UserInfoAsync(access);
            await client.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(5));
        }

        IsClean(client);
    }

    [Fact]
    public async Task An_exchange_that_was_cut_off_may_be_tried_again()
    {
        var client = await emulator.ClientAsync();
        var code = await client.AuthorizeAsync();
        await client.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "cut_after" });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.RedeemAsync(code));

        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).OAuthError.Error);
        IsClean(client);
    }

    [Fact]
    public async Task A_state_that_comes_again_in_the_same_request_and_a_code_that_was_not_taken_are_a_page_loaded_again()
    {
        var client = await emulator.ClientAsync();
        var address = "/v2/auth/authorize/?" + client.AuthorizeQuery();
        await client.VisitAsync(address);
        await client.VisitAsync(address);

        await client.RedeemAsync(await client.VisitAsync(address));

        IsClean(client);
    }

    [Fact]
    public async Task The_verifier_of_TikToks_own_SDK_for_Android_is_long_enough_on_a_phone()
    {
        var client = await emulator.ClientAsync();
        var verifier = Random()[..32].Replace('_', 'x').Replace('-', 'x');
        var changes = AtWeb(("redirect_uri", PhoneCallback), ("code_verifier", verifier));

        await client.RedeemAsync(await client.AuthorizeAsync(OnWeb(("redirect_uri", PhoneCallback), ("code_challenge", Hex(verifier)), ("code_challenge_method", "S256"))), changes);

        IsClean(client);
    }

    [Fact]
    public async Task A_person_who_cancels_leaves_nothing_to_be_said()
    {
        var client = await emulator.ClientAsync();
        await client.TikTok.DenyConsentAsync();

        await client.AuthorizeAsync();

        IsClean(client);
    }

    [Fact]
    public async Task Tokens_of_before_a_restart_are_known()
    {
        using var directory = new TestKit.TempDirectory();
        var options = new TikTokEmulatorOptions { StateFile = directory["state.json"] };
        (string Access, string Refresh) tokens;
        await using (var before = await TikTokPeer.StartAsync(options))
        {
            tokens = await new CheckedClient(before).SignInAsync();
        }

        await using var after = await TikTokPeer.StartAsync(options);
        var client = new CheckedClient(after);
        await client.UserInfoAsync(tokens.Access);
        await client.RefreshAsync(tokens.Refresh);

        IsClean(client);
        await client.RefreshAsync(tokens.Refresh);
        Assert.Equal("refresh-token-reused", Assert.Single(client.TikTok.Check().Deviations).Id);
    }

    private static void IsClean(CheckedClient client)
    {
        var check = client.TikTok.Check();
        Assert.True(check.Verdict == TikTokEmulatorVerdict.Clean, check.ToString());
    }
}
