using Tokgate.Emulator;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Douyin's rules for codes, refreshes and renewals, with time moved by the emulator's clock.</summary>
public sealed class DouyinTests(DouyinRig rig) : IClassFixture<DouyinRig>, IAsyncLifetime
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    public Task InitializeAsync() => rig.Emulator.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_person_signs_in_and_is_who_the_profile_says()
    {
        var tokens = await rig.SignInAsync(new DouyinOptionalScope("friend_relation", IsTicked: true));

        Assert.Equal((TimeSpan.FromDays(15), TimeSpan.FromDays(30)), (tokens.ExpiresIn, tokens.RefreshExpiresIn));
        Assert.Equal("user_info,friend_relation", tokens.Scopes.ToString());
        var user = (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.OpenId)).Value;
        Assert.Equal((tokens.OpenId, "Camille Full", null), (user?.OpenId, user?.Nickname, user?.BusinessRole));
        Assert.NotEmpty(user?.UnionId ?? "");
        Assert.StartsWith("_000", tokens.OpenId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_works_once_within_ten_minutes_and_until_the_next_one()
    {
        var code = await rig.CodeAsync();
        Assert.True((await rig.Client().ExchangeCodeAsync(code)).IsSuccess);
        Assert.Equal(10007, (await rig.Client().ExchangeCodeAsync(code)).Error?.Number);

        var former = await rig.CodeAsync();
        var latter = await rig.CodeAsync();
        Assert.True((await rig.Client().ExchangeCodeAsync(former)).Error?.IsReauthenticationRequired);

        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(10) - AMinute);
        Assert.True((await rig.Client().ExchangeCodeAsync(latter)).IsSuccess);

        var late = await rig.CodeAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(10));
        Assert.True((await rig.Client().ExchangeCodeAsync(late)).Error?.IsReauthenticationRequired);
    }

    [Fact]
    public async Task A_refresh_prolongs_a_living_access_token_and_leaves_the_refresh_tokens_deadline()
    {
        var old = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(10));

        var tokens = await RefreshAsync(old.RefreshToken!); // the emulator always gives one

        Assert.True(tokens.AccessToken.Equals(old.AccessToken));
        Assert.True(tokens.RefreshToken?.Equals(old.RefreshToken));
        Assert.Equal((TimeSpan.FromDays(15), old.OpenId, old.Scopes), (tokens.ExpiresIn, tokens.OpenId, tokens.Scopes));
        Assert.InRange(tokens.RefreshExpiresIn ?? TimeSpan.Zero, TimeSpan.FromDays(20) - AMinute, TimeSpan.FromDays(20));

        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(10)); // the 20th day: the first life would be over
        Assert.True((await rig.Client().GetUserAsync(old.AccessToken, old.OpenId)).IsSuccess);
    }

    [Fact]
    public async Task A_refresh_replaces_an_access_token_that_is_over_with_the_refresh_token_as_it_was()
    {
        var old = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(15));
        Assert.Equal(28001008, (await rig.Client().GetUserAsync(old.AccessToken, old.OpenId)).Error?.Number);

        var tokens = await RefreshAsync(old.RefreshToken!); // the emulator always gives one

        Assert.False(tokens.AccessToken.Equals(old.AccessToken));
        Assert.True((await rig.Client().GetUserAsync(tokens.AccessToken, tokens.OpenId)).IsSuccess);
        Assert.InRange(tokens.RefreshExpiresIn ?? TimeSpan.Zero, TimeSpan.FromDays(15) - AMinute, TimeSpan.FromDays(15));

        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(15));
        var error = (await rig.Client().RefreshAsync(old.RefreshToken!)).Error;
        Assert.Equal((10010, "invalid_grant", TikTokOutcome.Terminal, true), (error?.Number, error?.Code, error?.Outcome, error?.IsReauthenticationRequired));
    }

    [Fact]
    public async Task A_refresh_whose_answer_is_lost_costs_nothing()
    {
        var old = await rig.SignInAsync();
        await rig.Emulator.PostAsync("/_emulator/faults", new { endpoint = "douyin_refresh", kind = "cut_after" });

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => rig.Client().RefreshAsync(old.RefreshToken!));

        Assert.Equal(TikTokOutcome.Retryable, TikTokOutcomes.Of(exception, TikTokEndpoint.DouyinRefresh));
        Assert.True((await RefreshAsync(old.RefreshToken!)).RefreshToken?.Equals(old.RefreshToken)); // the emulator always gives one
    }

    [Fact]
    public async Task A_renewal_gives_thirty_days_and_kills_the_old_refresh_token_alone()
    {
        var old = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(14));

        var renewed = await RenewAsync(old.RefreshToken!); // the emulator always gives one

        Assert.Equal(TimeSpan.FromDays(30), renewed.ExpiresIn);
        Assert.Equal(10010, (await rig.Client().RefreshAsync(old.RefreshToken!)).Error?.Number);
        Assert.True((await rig.Client().GetUserAsync(old.AccessToken, old.OpenId)).IsSuccess);
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(29));
        Assert.False((await RefreshAsync(renewed.RefreshToken)).AccessToken.Equals(old.AccessToken));
    }

    [Fact]
    public async Task The_sixth_renewal_is_refused_and_the_fifth_lives_on_to_its_end()
    {
        var tokens = await rig.SignInAsync();
        var current = tokens.RefreshToken!; // the emulator always gives one
        for (var renewals = 0; renewals < 5; renewals++)
        {
            await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(29));
            current = (await RenewAsync(current)).RefreshToken;
        }

        var error = (await rig.Client().RenewRefreshTokenAsync(current)).Error;

        Assert.Equal((10020, TikTokErrorCodes.RenewalLimitReached, TikTokOutcome.Terminal), (error?.Number, error?.Code, error?.Outcome));
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(29));
        Assert.NotNull(await RefreshAsync(current));
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(1));
        Assert.Equal(10010, (await rig.Client().RefreshAsync(current)).Error?.Number);

        // A new sign-in counts from the start.
        Assert.NotNull(await RenewAsync((await rig.SignInAsync()).RefreshToken!));
    }

    [Fact]
    public async Task A_renewal_comes_too_late_once_the_refresh_token_is_over()
    {
        var tokens = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(30));

        Assert.Equal(10010, (await rig.Client().RenewRefreshTokenAsync(tokens.RefreshToken!)).Error?.Number); // the emulator always gives one
    }

    [Fact]
    public async Task An_app_without_the_permission_cannot_renew()
    {
        var tokens = await rig.SignInAsync();
        await rig.Emulator.PutAsync($"/_emulator/apps/{TikTokEmulator.DouyinClientKey}", new { scopes = new[] { "user_info" } });

        var error = (await rig.Client().RenewRefreshTokenAsync(tokens.RefreshToken!)).Error; // the emulator always gives one

        Assert.Equal((10004, true, false), (error?.Number, error?.Code == TikTokErrorCodes.UnauthorizedClient, error?.IsReauthenticationRequired));
    }

    [Fact]
    public async Task Client_tokens_live_for_two_hours_and_come_five_hundred_times_in_five_minutes()
    {
        Assert.Equal(TimeSpan.FromHours(2), (await rig.Client().GetClientTokenAsync()).Value?.ExpiresIn);

        for (var calls = 1; calls < 500; calls++)
        {
            Assert.True((await rig.Client().GetClientTokenAsync()).IsSuccess);
        }

        var error = (await rig.Client().GetClientTokenAsync()).Error;
        Assert.Equal((10020, true, TikTokOutcome.Retryable), (error?.Number, error?.IsRateLimited, error?.Outcome));
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(5));
        Assert.True((await rig.Client().GetClientTokenAsync()).IsSuccess);
    }

    [Fact]
    public async Task Whose_fault_a_refusal_is_can_be_told()
    {
        var code = await rig.CodeAsync();

        Assert.Equal(10003, (await rig.Client(clientKey: TikTokEmulator.ProductionClientKey).ExchangeCodeAsync(code)).Error?.Number);
        var wrong = (await rig.Client(secret: "another-secret").ExchangeCodeAsync(code)).Error;
        Assert.Equal((10013, true, false), (wrong?.Number, wrong?.IsConfigurationError, wrong?.IsReauthenticationRequired));
        var tokens = (await rig.Client().ExchangeCodeAsync(code)).Value;

        Assert.Equal(28001003, (await rig.Client().GetUserAsync(AccessToken.From("act.unknown"), tokens!.OpenId)).Error?.Number); // an exchange that was not refused spends
        Assert.Equal(28001015, (await rig.Client().GetUserAsync(tokens.AccessToken, "_000another")).Error?.Number);
        await rig.Emulator.PostAsync("/_emulator/users/creator_full/remove-authorization");
        Assert.True((await rig.Client().GetUserAsync(tokens.AccessToken, tokens.OpenId)).Error?.IsAccessTokenInvalid);
        Assert.True((await rig.Client().RefreshAsync(tokens.RefreshToken!)).Error?.IsReauthenticationRequired); // the emulator always gives one
    }

    [Fact]
    public async Task A_person_who_says_no_comes_back_as_one()
    {
        await rig.Emulator.DenyConsentAsync();
        using var person = new Person(rig.Emulator.BaseAddress);

        var back = await person.OpenAsync(rig.Client().BuildAuthorizationUri(new DouyinAuthorizationRequest
        {
            RedirectUri = DouyinRig.RedirectUri,
            Scopes = TikTokScopes.Of(DouyinScopeNames.UserInfo),
            State = "state-1",
        }));

        var callback = Rig.Read(back!); // consent is denied at once, so the browser was sent on
        Assert.Equal((true, "state-1"), (callback.IsCancelledByUser, callback.State));
    }

    [Fact]
    public async Task TikToks_endpoints_know_nothing_of_Douyins_apps_and_tokens()
    {
        var tokens = await rig.SignInAsync();
        var tiktok = new TikTokClient(new HttpClient(), new TikTokClientOptions
        {
            ClientKey = TikTokEmulator.DouyinClientKey,
            ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret),
            Endpoints = TikTokEndpoints.At(rig.Emulator.BaseAddress),
            Retry = { MaxAttempts = 1 },
        });

        Assert.Equal(TikTokErrorCodes.InvalidClient, (await tiktok.RefreshAsync(tokens.RefreshToken!)).Error?.Code); // the emulator always gives one
        Assert.True((await tiktok.GetUserAsync(tokens.AccessToken, TikTokScopes.Of("user.info.basic"))).Error?.IsAccessTokenInvalid);
    }

    private async Task<TikTokTokens> RefreshAsync(RefreshToken token)
    {
        var result = await rig.Client().RefreshAsync(token);
        return result.Value ?? throw new InvalidOperationException($"Refused: {result.Error}");
    }

    private async Task<DouyinRefreshToken> RenewAsync(RefreshToken token)
    {
        var result = await rig.Client().RenewRefreshTokenAsync(token);
        return result.Value ?? throw new InvalidOperationException($"Refused: {result.Error}");
    }
}
