namespace Tokgate.TikTok.Tests.Contract;

public sealed class RefreshTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Where_refresh_tokens_rotate_the_old_one_dies_with_the_answer()
    {
        var old = await rig.SignInAsync();
        var client = rig.Client();

        var tokens = await RefreshAsync(client, old);

        Assert.False(tokens.RefreshToken!.Equals(old.RefreshToken)); // the emulator always gives one
        Assert.False(tokens.AccessToken.Equals(old.AccessToken));
        Assert.Equal((old.OpenId, old.Scopes), (tokens.OpenId, tokens.Scopes));
        Assert.Equal("invalid_grant", (await FailureAsync(client, old))?.Word);
        Assert.Null(await FailureAsync(client, tokens));
    }

    [Fact]
    public async Task Where_they_do_not_the_same_one_comes_back_and_goes_on_working()
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { preset = "legacy" });
        var old = await rig.SignInAsync();
        var client = rig.Client();

        var tokens = await RefreshAsync(client, old);

        Assert.True(tokens.RefreshToken?.Equals(old.RefreshToken));
        Assert.Equal(TimeSpan.FromDays(1), tokens.ExpiresIn);
        Assert.Null(await FailureAsync(client, old));
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task A_dead_refresh_token_means_that_the_user_must_sign_in_again(string statuses, int status)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
        var tokens = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromSeconds(15_552_000));

        var failure = await FailureAsync(rig.Client(), tokens);

        Assert.Equal(("invalid_grant", TikTokOutcome.Terminal, status, true), (failure?.Word, failure?.Outcome, failure?.Status, failure?.Error?.IsReauthenticationRequired));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    [Fact]
    public async Task A_wrong_secret_does_not_cost_the_grant()
    {
        var tokens = await rig.SignInAsync();

        var failure = await FailureAsync(rig.Client(options => options.ClientSecret = ClientSecret.From("another-secret")), tokens);

        Assert.Equal(("invalid_client", false, true), (failure?.Word, failure?.Error?.IsReauthenticationRequired, failure?.Error?.IsConfigurationError));
        Assert.Null(await FailureAsync(rig.Client(), tokens));
    }

    [Fact]
    public async Task Another_apps_refresh_token_is_none()
    {
        var tokens = await rig.SignInAsync();

        Assert.Equal("invalid_grant", (await FailureAsync(rig.Client(options => options.ClientKey = Emulator.TikTokEmulator.ProductionClientKey), tokens))?.Word);
    }

    [Theory]
    [InlineData(true, 15_552_000)]
    [InlineData(false, 15_552_000 - 86_400)]
    public async Task The_refresh_tokens_deadline_is_the_answers_whether_it_moves_or_stays(bool renews, int seconds)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { refresh_renews_lifetime = renews });
        var old = await rig.SignInAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromDays(1));

        var tokens = await RefreshAsync(rig.Client(), old);

        // The emulator's clock runs on between the two answers.
        Assert.InRange(tokens.RefreshExpiresIn!.Value.TotalSeconds, seconds - 30, seconds); // the emulator always says it
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_old_access_token_dies_or_lives_on_as_TikTok_pleases(bool dies)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { previous_access_token_dies = dies });
        var old = await rig.SignInAsync();
        var client = rig.Client();
        var tokens = await RefreshAsync(client, old);

        var before = await Failure.OfAsync(rig, TikTokEndpoint.UserInfo, client.GetUserAsync(old.AccessToken, old.Scopes));

        Assert.Equal(dies ? "access_token_invalid" : null, before?.Word);
        Assert.True((await client.GetUserAsync(tokens.AccessToken, tokens.Scopes)).IsSuccess);
    }

    [Fact]
    public async Task An_access_token_lives_its_time_and_a_refresh_brings_the_next()
    {
        var old = await rig.SignInAsync();
        var client = rig.Client();
        await rig.Emulator.AdvanceClockAsync(old.ExpiresIn);

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.UserInfo, client.GetUserAsync(old.AccessToken, old.Scopes));
        var tokens = await RefreshAsync(client, old);

        Assert.Equal(("access_token_invalid", 401, true), (failure?.Word, failure?.Status, failure?.Error?.IsAccessTokenInvalid));
        Assert.True((await client.GetUserAsync(tokens.AccessToken, tokens.Scopes)).IsSuccess);
    }

    [Fact]
    public async Task A_lost_answer_has_cost_the_token_when_TikTok_had_read_the_request_and_not_otherwise()
    {
        var client = rig.Client();
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("token", "cut_before");
        Assert.Equal(TikTokOutcome.Ambiguous, (await FailureAsync(client, tokens))?.Outcome);
        tokens = await RefreshAsync(client, tokens);

        await rig.FaultAsync("token", "cut_after");
        Assert.Equal(TikTokOutcome.Ambiguous, (await FailureAsync(client, tokens))?.Outcome);
        Assert.Equal("invalid_grant", (await FailureAsync(client, tokens))?.Word);
    }

    [Fact]
    public async Task Of_many_refreshes_at_once_one_wins()
    {
        var tokens = await rig.SignInAsync();
        var client = rig.Client();

        var failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FailureAsync(client, tokens)));

        Assert.Single(failures, failure => failure is null);
        Assert.All(failures.OfType<Failure>(), failure => Assert.Equal("invalid_grant", failure.Word));
    }

    private async Task<TikTokTokens> RefreshAsync(TikTokClient client, TikTokTokens tokens) =>
        rig.Keep((await client.RefreshAsync(tokens.RefreshToken!)).Value) ?? throw new InvalidOperationException("The refresh was refused."); // as above

    private Task<Failure?> FailureAsync(TikTokClient client, TikTokTokens tokens) =>
        Failure.OfAsync(rig, TikTokEndpoint.Refresh, client.RefreshAsync(tokens.RefreshToken!)); // as above
}
