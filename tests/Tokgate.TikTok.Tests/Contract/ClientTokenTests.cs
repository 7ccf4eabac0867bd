namespace Tokgate.TikTok.Tests.Contract;

public sealed class ClientTokenTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_app_gets_a_token_of_its_own_for_two_hours()
    {
        await rig.ForgetRequestsAsync();

        var result = await rig.Client().GetClientTokenAsync();

        Assert.StartsWith("clt.", result.Value?.AccessToken.Reveal(), StringComparison.Ordinal);
        Assert.Equal((TimeSpan.FromHours(2), "Bearer"), (result.Value?.ExpiresIn, result.Value?.TokenType));
        var request = Assert.Single(await rig.RequestsAsync());
        Assert.Equal(
            ["client_key", "client_secret", "grant_type"],
            request.GetProperty("form").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 401)]
    public async Task A_wrong_secret_gets_none(string statuses, int status)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
        var client = rig.Client(options => options.ClientSecret = ClientSecret.From("another-secret"));

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.ClientToken, client.GetClientTokenAsync());

        Assert.Equal(("invalid_client", TikTokOutcome.Terminal, status), (failure?.Word, failure?.Outcome, failure?.Status));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    [Fact]
    public async Task It_speaks_for_no_user()
    {
        var client = rig.Client();
        var token = (await client.GetClientTokenAsync()).Value;

        var failure = await Failure.OfAsync(
            rig,
            TikTokEndpoint.UserInfo,
            client.GetUserAsync(AccessToken.From(token!.AccessToken.Reveal()), Rig.AllScopes)); // the test above holds that there is one

        Assert.Equal("access_token_invalid", failure?.Word);
    }
}
