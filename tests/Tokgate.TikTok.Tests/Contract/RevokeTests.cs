namespace Tokgate.TikTok.Tests.Contract;

public sealed class RevokeTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("{}")]
    [InlineData("empty")]
    public async Task A_revocation_kills_both_tokens_whatever_its_empty_answer_looks_like(string body)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { revoke_body = body });
        var tokens = await rig.SignInAsync();
        var client = rig.Client();
        await rig.ForgetRequestsAsync();

        var revoked = await client.RevokeAsync(tokens.AccessToken);

        Assert.True(revoked.IsSuccess);
        Assert.Equal(34, revoked.LogId?.Length);
        Assert.Single(await rig.RequestsAsync());
        var user = await Failure.OfAsync(rig, TikTokEndpoint.UserInfo, client.GetUserAsync(tokens.AccessToken, tokens.Scopes));
        var refresh = await Failure.OfAsync(rig, TikTokEndpoint.Refresh, client.RefreshAsync(tokens.RefreshToken!)); // the emulator always gives one
        Assert.Equal(("access_token_invalid", "invalid_grant"), (user?.Word, refresh?.Word));
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task A_dead_token_is_refused(string statuses, int status)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
        var tokens = await rig.SignInAsync();
        var client = rig.Client();
        await client.RevokeAsync(tokens.AccessToken);

        var failure = await RevokeAsync(client, tokens);

        Assert.Equal(("invalid_request", TikTokOutcome.Terminal, status), (failure?.Word, failure?.Outcome, failure?.Status));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 401)]
    public async Task A_wrong_secret_revokes_nothing(string statuses, int status)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
        var tokens = await rig.SignInAsync();

        var failure = await RevokeAsync(rig.Client(options => options.ClientSecret = ClientSecret.From("another-secret")), tokens);

        Assert.Equal(("invalid_client", status), (failure?.Word, failure?.Status));
        Assert.True((await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).IsSuccess);
    }

    [Fact]
    public async Task Success_with_an_error_in_it_is_no_success()
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("revoke", "body", 1, 200, """{"error":"server_error","error_description":"Something.","log_id":"L1"}""");

        var failure = await RevokeAsync(rig.Client(), tokens);

        Assert.Equal(("server_error", TikTokOutcome.Ambiguous, "L1"), (failure?.Word, failure?.Outcome, failure?.LogId));
    }

    [Fact]
    public async Task A_lost_answer_means_revoked_or_not_and_asking_again_tells()
    {
        var client = rig.Client();
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("revoke", "cut_before");
        Assert.Equal(TikTokOutcome.Ambiguous, (await RevokeAsync(client, tokens))?.Outcome);
        Assert.True((await client.GetUserAsync(tokens.AccessToken, tokens.Scopes)).IsSuccess);

        await rig.FaultAsync("revoke", "cut_after");
        Assert.Equal(TikTokOutcome.Ambiguous, (await RevokeAsync(client, tokens))?.Outcome);
        Assert.Equal("invalid_request", (await RevokeAsync(client, tokens))?.Word);
    }

    private Task<Failure?> RevokeAsync(TikTokClient client, TikTokTokens tokens) =>
        Failure.OfAsync(rig, TikTokEndpoint.Revoke, client.RevokeAsync(tokens.AccessToken));
}
