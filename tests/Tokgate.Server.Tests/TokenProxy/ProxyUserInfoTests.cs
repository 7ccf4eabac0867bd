using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

public sealed class ProxyUserInfoTests
{
    [Theory]
    [InlineData("user.info.basic", false, false)]
    [InlineData("user.info.basic user.info.profile", true, false)]
    [InlineData("user.info.basic user.info.stats", false, true)]
    [InlineData("user.info.basic user.info.profile user.info.stats", true, true)]
    public async Task The_person_is_flat_claims_of_what_was_granted(string scope, bool hasProfile, bool hasStats)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        var tokens = await world.SignInAsync(scope);

        var person = await world.UserInfoAsync(tokens.Member("access_token"));

        Assert.Equal((200, tokens.Member("open_id")), (person.Status, person.Member("sub")));
        Assert.NotEmpty(person.Member("name"));
        Assert.StartsWith("http", person.Member("picture"), StringComparison.Ordinal);
        Assert.Equal((hasProfile, hasStats), (person.Json.TryGetProperty("preferred_username", out _), person.Json.TryGetProperty("follower_count", out _)));
        Assert.Equal(2, (await world.AskedAsync()).Count(static path => path.StartsWith("/v2/oauth/", StringComparison.Ordinal) || path.StartsWith("/v2/user/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("user.info.basic", false)]
    [InlineData("user.info.basic user.info.profile", true)]
    public async Task A_token_that_did_not_pass_by_is_tried_from_the_widest_scopes_to_the_narrowest(string scope, bool hasProfile)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        var tokens = await world.SignInAsync(scope);
        await using var fresh = await SecondProxy.StartAsync(world.TikTok.BaseAddress);

        var person = await fresh.UserInfoAsync(tokens.Member("access_token"));

        Assert.Equal((200, hasProfile), (person.Status, person.Json.TryGetProperty("preferred_username", out _)));
    }

    [Fact]
    public async Task The_subject_may_be_the_union_id()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}", "UseUnionId=true");
        var person = await world.UserInfoAsync((await world.SignInAsync()).Member("access_token"));

        Assert.Equal(person.Member("union_id"), person.Member("sub"));
        Assert.NotEqual(person.Member("open_id"), person.Member("sub"));
    }

    [Fact]
    public async Task A_token_that_is_none_gets_RFC_6750_s_answer()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");

        var none = await Answer.OfAsync(await world.Http.GetAsync("/proxy/userinfo"));
        var dead = await world.UserInfoAsync("act.of-nobody");
        var elsewhere = await world.UserInfoAsync("act.of-nobody", "?client_id=awsomebodyelse001");
        var inAddress = await Answer.OfAsync(await world.Http.GetAsync("/proxy/userinfo?access_token=act.x"));

        Assert.Equal((401, 401, 400, 400), (none.Status, dead.Status, elsewhere.Status, inAddress.Status));
        Assert.Contains("error=\"invalid_token\"", dead.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
