using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-43: clocks that jump, and years that are far.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(-90)]
    [InlineData(-10)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task T_43_A_small_jump_in_the_middle_of_a_sign_in_breaks_nothing(int seconds)
    {
        // This clock turns the monotonic time back too, which no machine does and on which limits stand.
        await using var world = await SignInWorld.StartAsync(arguments: RouteFixture.NoLimits);
        using var browser = world.NewBrowser();
        var callback = await browser.GoUntilAsync(SignInWorld.Authorize(("scope", "openid offline_access")), address => address.AbsolutePath == "/login/callback");
        world.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));
        var code = (await browser.StepAsync(callback.AbsoluteUri)).Query["code"];
        world.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));
        var tokens = await RedeemAsync(world, code);
        Assert.Equal(200, tokens.Status);
        world.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(200, (await RefreshAsync(world, tokens)).Status);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("scope", "openid")))).Query.Keys);

        // A token from further ahead than the skew allows is refused and not guessed about; it is good again when the clock is.
        var access = tokens.Json.GetProperty("access_token").GetString()!; // it is a 200
        Assert.Equal(seconds == -90 ? 401 : 200, await UserInfoAsync(world, access));
        world.Broker.Time.Advance(TimeSpan.FromSeconds(-seconds));
        Assert.Equal(200, await UserInfoAsync(world, access));
    }

    [Theory]
    [InlineData("2027-03-28T00:59:59Z")] // summer time begins an hour later in Europe
    [InlineData("2038-01-19T03:14:06Z")] // the last second but one of 32 bits
    [InlineData("2038-01-19T03:14:08Z")]
    [InlineData("2100-02-28T23:59:59Z")] // no leap year
    public async Task T_43_A_sign_in_works_at_every_time(string when)
    {
        await using var world = await SignInWorld.StartAsync();
        var time = world.Broker.Time;
        time.Advance(DateTimeOffset.Parse(when, System.Globalization.CultureInfo.InvariantCulture) - time.GetUtcNow());
        for (var step = 0; step < 3; step++)
        {
            await world.Broker.Get<KeyRotation>().EnsureAsync(CancellationToken.None); // by its schedule in a running broker
            time.Advance(TimeSpan.FromSeconds(1));
        }

        using var browser = world.NewBrowser();
        var tokens = await RedeemAsync(world, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"]);
        Assert.Equal(200, tokens.Status);
        Assert.Equal(200, await UserInfoAsync(world, tokens.Json.GetProperty("access_token").GetString()!)); // it is a 200
        var claims = Broker.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!); // openid was asked for
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.True(claims.GetProperty("exp").GetInt64() > claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task T_43_A_year_ahead_everything_that_lived_is_dead_and_a_new_sign_in_works()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var tokens = await RedeemAsync(world, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"]);
        var callback = (await browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        world.Broker.Time.Advance(TimeSpan.FromDays(366));
        Assert.Equal(400, (await browser.StepAsync(callback)).Status);
        Assert.Equal(400, (await RefreshAsync(world, tokens)).Status);
        Assert.Equal(401, await UserInfoAsync(world, tokens.Json.GetProperty("access_token").GetString()!)); // it is a 200
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    private static Task<Answer> RedeemAsync(SignInWorld world, string code) => world.Broker.PostAsync(
        SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    private static Task<Answer> RefreshAsync(SignInWorld world, Answer tokens) => world.Broker.PostAsync(
        SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", tokens.Json.GetProperty("refresh_token").GetString()!)); // offline access was asked for

    private static async Task<int> UserInfoAsync(SignInWorld world, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        return (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Status;
    }
}
