namespace Tokgate.TikTok.Tests;

public sealed class GetUserTests
{
    private const string Full =
        """
        "union_id":"u-1","avatar_url":"https://cdn.example/a?x-expires=1\u0026refresh_token=z","avatar_url_100":"b","avatar_large_url":"c","display_name":"Name  ","bio_description":"bio","profile_deep_link":"d","is_verified":true,"username":"name","follower_count":5000000000,"following_count":"7","likes_count":9007199254740993,"video_count":0,"profile_web_link":"w"
        """;

    [Fact]
    public async Task Every_field_is_read()
    {
        var user = (await Get(new ScriptedServer().Answers(Some.User(Full)), The.Everything)).Value;

        Assert.NotNull(user);
        Assert.Equal((The.OpenId, "u-1", "Name  ", "bio", "name"), (user.OpenId, user.UnionId, user.DisplayName, user.BioDescription, user.Username));
        Assert.Equal("https://cdn.example/a?x-expires=1&refresh_token=z", user.AvatarUrl);
        Assert.Equal(("b", "c", "d", true), (user.AvatarUrl100, user.AvatarLargeUrl, user.ProfileDeepLink, user.IsVerified));
        Assert.Equal((5_000_000_000, 7, 9_007_199_254_740_993, 0), (user.FollowerCount, user.FollowingCount, user.LikesCount, user.VideoCount));
        Assert.Equal("w", user.AdditionalFields["profile_web_link"].GetString());
        Assert.Empty(user.OmittedFields);
    }

    [Fact]
    public async Task Only_what_the_granted_scopes_allow_is_asked_for()
    {
        var server = new ScriptedServer().Answers(Some.User(""));

        var user = (await Get(server, TikTokScopes.Of("user.info.basic", "user.info.stats"))).Value;

        var request = server.Requests.Single();
        Assert.Equal(("GET", $"Bearer {The.Token}"), (request.Method, request.Authorization));
        Assert.Null(request.Body);
        Assert.Equal(
            "https://open.tiktokapis.com/v2/user/info/?fields=open_id%2Cunion_id%2Cavatar_url%2Cavatar_url_100%2Cavatar_large_url%2Cdisplay_name"
            + "%2Cfollower_count%2Cfollowing_count%2Clikes_count%2Cvideo_count",
            request.Address);
        Assert.Equal(["bio_description", "profile_deep_link", "is_verified", "username"], user?.OmittedFields);
    }

    [Theory]
    [InlineData("username", "user.info.basic", "open_id")]
    [InlineData("display_name,open_id", "user.info.basic", "open_id,display_name")]
    [InlineData("profile_web_link", "user.info.basic", "open_id,profile_web_link")]
    [InlineData("", "", "open_id")]
    public async Task Open_id_is_always_asked_for(string fields, string scopes, string asked)
    {
        var server = new ScriptedServer().Answers(Some.User(""));

        await Get(server, TikTokScopes.Parse(scopes), fields.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.EndsWith($"?fields={Uri.EscapeDataString(asked)}", server.Requests.Single().Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user name")]
    [InlineData("a,b")]
    [InlineData("")]
    public async Task A_field_that_is_no_name_is_refused_before_sending(string field) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Get(new ScriptedServer(), The.Everything, [field]));

    [Theory]
    [InlineData("")]
    [InlineData("\"union_id\":\"\"")]
    [InlineData("\"union_id\":null,\"is_verified\":\"maybe\",\"likes_count\":1.5,\"avatar_url\":7")]
    public async Task What_is_missing_or_odd_is_null(string members)
    {
        var user = (await Get(new ScriptedServer().Answers(Some.User(members)), The.Everything)).Value;

        Assert.NotNull(user);
        Assert.Equal((null, null, null, null), (user.UnionId, user.IsVerified, user.LikesCount, user.AvatarUrl));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Egnp.exe\u2066")]
    [InlineData("trailing   ")]
    [InlineData("👩‍👩‍👧‍👦 🏳️‍🌈")]
    public async Task A_hostile_name_is_handed_on_as_it_is(string name)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(name);

        Assert.Equal(name, (await Get(new ScriptedServer().Answers(Some.User($"\"display_name\":{json}")), The.Everything)).Value?.DisplayName);
    }

    [Fact]
    public async Task A_name_of_ten_kilobytes_and_one_cut_inside_an_emoji_do_not_end_a_sign_in()
    {
        var server = new ScriptedServer().Answers(Some.User($"\"display_name\":\"{new string('n', 10_240)}\"")).Answers(Some.User(@"""display_name"":""x\ud83d"""));

        Assert.Equal(10_240, (await Get(server, The.Everything)).Value?.DisplayName?.Length);
        Assert.Equal("x\uFFFD", (await Get(server, The.Everything)).Value?.DisplayName);
    }

    [Theory]
    [InlineData("scope_not_authorized", 401, true, false)]
    [InlineData("scope_permission_missed", 400, true, false)]
    [InlineData("access_token_invalid", 401, false, true)]
    [InlineData("access_token_invalid", 200, false, true)]
    [InlineData("invalid_params", 400, false, false)]
    public async Task A_refusal_says_what_to_do(string code, int status, bool isScope, bool isToken)
    {
        var result = await Get(new ScriptedServer().Answers(Some.ApiError(code, "Why."), status), The.Everything);

        Assert.False(result.IsSuccess);
        Assert.Equal((code, "Why.", Some.LogId, status), (result.Error.Code, result.Error.Description, result.Error.LogId, result.Error.Status));
        Assert.Equal((isScope, isToken, TikTokOutcome.Terminal), (result.Error.IsScopeMissing, result.Error.IsAccessTokenInvalid, result.Error.Outcome));
    }

    [Fact]
    public async Task A_refusal_without_data_or_with_the_other_spelling_of_log_id_is_read() =>
        Assert.Equal("L3", (await Get(new ScriptedServer().Answers("""{"error":{"code":"invalid_params","message":"","logid":"L3"}}""", 400), The.Everything)).Error?.LogId);

    [Fact]
    public async Task A_flat_error_is_read_here_too() =>
        Assert.Equal("access_denied", (await Get(new ScriptedServer().Answers(Some.OAuthError("access_denied")), The.Everything)).Error?.Code);

    [Theory]
    [InlineData("{}", "data.user")]
    [InlineData("""{"data":{},"error":{"code":"ok"}}""", "data.user")]
    [InlineData("""{"data":{"user":{}},"error":{"code":"ok"}}""", "data.user.open_id")]
    [InlineData("""{"data":{"user":{"open_id":""}},"error":{"code":"ok"}}""", "data.user.open_id")]
    [InlineData("""{"data":{"user":[]},"error":{"code":"ok"}}""", "data.user")]
    [InlineData("""{"data":[],"error":{"code":"ok"}}""", "data.user")]
    [InlineData("""{"data":{},"error":{"message":"x"}}""", "error.code")]
    public async Task Without_an_open_id_there_is_no_user(string body, string field)
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(() => Get(new ScriptedServer().Answers(body), The.Everything));

        Assert.Equal((TikTokProtocolFailure.Field, field, TikTokOutcome.Terminal), (exception.Kind, exception.Field, exception.Outcome));
    }

    [Fact]
    public void Every_documented_field_has_its_scope()
    {
        Assert.Equal(14, TikTokFields.All.Count);
        Assert.Equal(TikTokFields.All.Order(), TikTokFields.ScopeOf.Keys.Order());
        Assert.Equal(["follower_count", "following_count", "likes_count", "video_count"], TikTokFields.ForScopes(TikTokScopes.Of("user.info.stats")));
    }

    private static Task<TikTokResult<TikTokUser>> Get(ScriptedServer server, TikTokScopes granted, string[]? fields = null) =>
        server.Client().GetUserAsync(AccessToken.From(The.Token), granted, fields);
}
