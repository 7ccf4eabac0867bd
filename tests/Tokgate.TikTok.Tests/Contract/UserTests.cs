namespace Tokgate.TikTok.Tests.Contract;

public sealed class UserTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task With_every_scope_every_field_comes()
    {
        var tokens = await rig.SignInAsync();
        await rig.ForgetRequestsAsync();

        var result = await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes);

        var user = result.Value;
        Assert.Equal(34, result.LogId?.Length);
        Assert.Equal((tokens.OpenId, "Camille Full", "creator_full"), (user?.OpenId, user?.DisplayName, user?.Username));
        Assert.Equal("Cooks, climbs & codes.\nEverything about me is filled in.", user?.BioDescription);
        Assert.Equal((true, 3_204_518_776, 128, 98_765_432_109, 23), (user?.IsVerified, user?.FollowerCount, user?.FollowingCount, user?.LikesCount, user?.VideoCount));
        Assert.All([user?.UnionId, user?.AvatarUrl, user?.AvatarUrl100, user?.AvatarLargeUrl, user?.ProfileDeepLink], text => Assert.False(string.IsNullOrEmpty(text)));
        Assert.Equal((0, 0), (user?.OmittedFields.Count, user?.AdditionalFields.Count));
        var request = Assert.Single(await rig.RequestsAsync());
        Assert.Equal("GET", request.GetProperty("method").GetString());
        Assert.Equal(string.Join(',', TikTokFields.All), request.GetProperty("query").GetProperty("fields").GetString());
    }

    [Fact]
    public async Task Only_what_was_granted_is_asked_for_and_the_rest_is_named()
    {
        var tokens = await rig.SignInAsync("basic_only");
        await rig.ForgetRequestsAsync();

        var user = (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).Value;

        Assert.Equal(("Bo Basic", null, null, null), (user?.DisplayName, user?.Username, user?.FollowerCount, user?.IsVerified));
        Assert.Equal(TikTokFields.All.Where(field => TikTokFields.ScopeOf[field] != "user.info.basic"), user?.OmittedFields);
        Assert.Equal(
            "open_id,union_id,avatar_url,avatar_url_100,avatar_large_url,display_name",
            (await rig.RequestsAsync())[0].GetProperty("query").GetProperty("fields").GetString());
    }

    [Theory]
    [InlineData(false, "scope_not_authorized", 401)]
    [InlineData(true, "scope_permission_missed", 400)]
    public async Task One_field_beyond_the_scopes_fails_the_whole_call(bool isMissed, string code, int status)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { fields_answer_permission_missed = isMissed });
        var tokens = await rig.SignInAsync("basic_only");
        await rig.ForgetRequestsAsync();

        var failure = await UserAsync(rig.Client(), tokens.AccessToken, ["username"]);

        Is(failure, code, status);
        Assert.True(failure?.Error?.IsScopeMissing);
        Assert.Single(await rig.RequestsAsync());
    }

    [Fact]
    public async Task A_field_that_TikTok_does_not_know_is_refused()
    {
        var tokens = await rig.SignInAsync();

        Is(await UserAsync(rig.Client(), tokens.AccessToken, ["email"]), "invalid_params", 400);
    }

    [Fact]
    public async Task Who_has_no_union_id_has_none_and_a_name_keeps_its_emoji_and_its_space()
    {
        var tokens = await rig.SignInAsync("creator_sparse");

        var user = (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).Value;

        Assert.Null(user?.UnionId);
        Assert.Equal(("Sparse \U0001F331 ", "", false, 0), (user?.DisplayName, user?.BioDescription, user?.IsVerified, user?.LikesCount));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>&\"'")]
    [InlineData("\u202Eevil\u2066\u200B")]
    [InlineData("  leading and trailing  ")]
    [InlineData("\U0001F469\u200D\U0001F469\u200D\U0001F467 a\u0301\u0327 \u0000\u0001")]
    [InlineData("")]
    public async Task A_hostile_name_arrives_as_it_is(string name)
    {
        await rig.Emulator.PutAsync("/_emulator/users/creator_full", new { display_name = name });
        var tokens = await rig.SignInAsync();

        Assert.Equal(name, (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).Value?.DisplayName);
    }

    [Fact]
    public async Task A_name_of_ten_kilobytes_arrives_whole()
    {
        var name = string.Concat(Enumerable.Repeat("\u00E9\u4E2D\U0001F600", 1_200));
        await rig.Emulator.PutAsync("/_emulator/users/creator_full", new { display_name = name });
        var tokens = await rig.SignInAsync();

        Assert.Equal(name, (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).Value?.DisplayName);
    }

    [Theory]
    [InlineData("act.nobodys!1.va")]
    [InlineData("not-even-shaped-like-one")]
    public async Task A_wrong_token_is_refused_with_what_to_do(string token)
    {
        var failure = await UserAsync(rig.Client(), AccessToken.From(token), null);

        Is(failure, "access_token_invalid", 401);
        Assert.True(failure?.Error?.IsAccessTokenInvalid);
        Assert.DoesNotContain(token, $"{failure?.Error} {failure?.Error?.Description}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "data.user")]
    [InlineData("""{"data":{},"error":{"code":"ok"}}""", "data.user")]
    [InlineData("""{"data":{"user":{}},"error":{"code":"ok"}}""", "data.user.open_id")]
    [InlineData("""{"data":{"user":{"open_id":""}},"error":{"code":"ok"}}""", "data.user.open_id")]
    [InlineData("""{"data":{"user":{"open_id":" ","display_name":"x"}},"error":{"code":"ok"}}""", "data.user.open_id")]
    [InlineData("""{"data":{"user":[]},"error":{"code":"ok"}}""", "data.user")]
    public async Task An_answer_about_nobody_signs_nobody_in(string body, string field)
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("user_info", "body", 3, 200, body);
        await rig.ForgetRequestsAsync();

        var failure = await UserAsync(rig.Client(), tokens.AccessToken, null);

        Assert.Equal((field, TikTokOutcome.Terminal), (failure?.Word, failure?.Outcome));
        Assert.Single(await rig.RequestsAsync());
    }

    [Fact]
    public async Task Another_users_open_id_is_given_as_it_came_so_that_the_caller_can_tell()
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("user_info", "body", 1, 200, """{"data":{"user":{"open_id":"-000another"}},"error":{"code":"ok"}}""");

        Assert.Equal("-000another", (await rig.Client().GetUserAsync(tokens.AccessToken, tokens.Scopes)).Value?.OpenId);
    }

    private static void Is(Failure? failure, string code, int status)
    {
        Assert.Equal((code, TikTokOutcome.Terminal, status), (failure?.Word, failure?.Outcome, failure?.Status));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    // As if everything had been granted, so that nothing is left out.
    private Task<Failure?> UserAsync(TikTokClient client, AccessToken token, string[]? fields) =>
        Failure.OfAsync(rig, TikTokEndpoint.UserInfo, client.GetUserAsync(token, Rig.AllScopes, fields));
}
