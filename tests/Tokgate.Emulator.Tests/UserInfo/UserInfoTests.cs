namespace Tokgate.Emulator.Tests.UserInfo;

public sealed class UserInfoTests
{
    private const string EveryField =
        "open_id,union_id,avatar_url,avatar_url_100,avatar_large_url,display_name,bio_description,profile_deep_link,is_verified,username,"
        + "follower_count,following_count,likes_count,video_count";

    [Fact]
    public async Task Exactly_the_requested_fields_are_answered()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();

        var every = await peer.UserInfoAsync(token, EveryField);
        var one = await peer.UserInfoAsync(token, "username");

        Assert.Equal((200, "ok"), (every.Status, every.ApiCode));
        Assert.Equal(EveryField.Split(',').Order(StringComparer.Ordinal), every.Json.GetProperty("data").GetProperty("user").EnumerateObject().Select(it => it.Name));
        Assert.Equal("creator_full", Assert.Single(one.Json.GetProperty("data").GetProperty("user").EnumerateObject()).Value.GetString());
        Assert.Contains("\\u0026", every.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("&", every.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sparse_person_has_no_union_id_and_a_name_with_a_trailing_space()
    {
        await using var peer = await TikTokPeer.StartAsync(person: "creator_sparse");
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();

        var user = (await peer.UserInfoAsync(token, "union_id,display_name,bio_description")).Json.GetProperty("data").GetProperty("user");

        Assert.False(user.TryGetProperty("union_id", out _));
        Assert.EndsWith(" ", user.GetProperty("display_name").GetString(), StringComparison.Ordinal);
        Assert.Equal("", user.GetProperty("bio_description").GetString());
    }

    [Fact]
    public async Task Avatars_load()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();
        var user = (await peer.UserInfoAsync(token, "avatar_large_url")).Json.GetProperty("data").GetProperty("user");

        using var image = await peer.Browser.GetAsync(user.GetProperty("avatar_large_url").GetString());

        Assert.Equal("image/svg+xml", image.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<svg", await image.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("username")]
    [InlineData("open_id,follower_count")]
    public async Task One_field_outside_the_scopes_refuses_all(string fields)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync(("scope", "user.info.basic"))).GetProperty("access_token").GetString();

        var refused = await peer.UserInfoAsync(token, fields);
        await peer.TikTok.PutAsync("/_emulator/profile", new { fields_answer_permission_missed = true });
        var switched = await peer.UserInfoAsync(token, fields);

        Assert.Equal((401, "scope_not_authorized"), (refused.Status, refused.ApiCode));
        Assert.Empty(refused.Json.GetProperty("data").EnumerateObject());
        Assert.Equal((400, "scope_permission_missed"), (switched.Status, switched.ApiCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("open_id,email")]
    [InlineData("open_id display_name")]
    public async Task Missing_and_unknown_fields_are_invalid(string? fields)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();

        var refused = await peer.UserInfoAsync(token, fields);

        Assert.Equal((400, "invalid_params"), (refused.Status, refused.ApiCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("act.unknown")]
    public async Task Without_a_good_token_nothing_is_answered(string? token)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var refused = await peer.UserInfoAsync(token, "open_id");

        Assert.Equal((401, "access_token_invalid"), (refused.Status, refused.ApiCode));
        Assert.Empty(refused.Json.GetProperty("data").EnumerateObject());
    }

    [Fact]
    public async Task A_token_dies_with_its_time()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();

        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromHours(2));

        Assert.Equal("access_token_invalid", (await peer.UserInfoAsync(token, "open_id")).ApiCode);
    }

    [Fact]
    public async Task The_601st_call_in_a_minute_is_refused_and_the_window_slides()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();
        for (var i = 0; i < 600; i++)
        {
            Assert.Equal(200, (await peer.UserInfoAsync(token, "open_id")).Status);
        }

        var refused = await peer.UserInfoAsync(token, "open_id");
        var elsewhere = await peer.VideosAsync("/v2/video/list/", token!, "{}");
        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(61));

        Assert.Equal((429, "rate_limit_exceeded"), (refused.Status, refused.ApiCode));
        Assert.Equal(200, elsewhere.Status);
        Assert.Equal(200, (await peer.UserInfoAsync(token, "open_id")).Status);
    }

    [Fact]
    public async Task Apps_see_other_open_ids_and_one_union_id()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var key = ("client_key", (string?)TikTokEmulator.ProductionClientKey);
        var sandbox = (await peer.SignInAsync()).GetProperty("access_token").GetString();
        var production = (await peer.RedeemAsync(await peer.CodeAsync(key), key)).String("access_token");

        var first = (await peer.UserInfoAsync(sandbox, "open_id,union_id")).Json.GetProperty("data").GetProperty("user");
        var second = (await peer.UserInfoAsync(production, "open_id,union_id")).Json.GetProperty("data").GetProperty("user");

        Assert.NotEqual(first.GetProperty("open_id").GetString(), second.GetProperty("open_id").GetString());
        Assert.Equal(first.GetProperty("union_id").GetString(), second.GetProperty("union_id").GetString());
    }
}
