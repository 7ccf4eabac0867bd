using System.Text.Json;

namespace Tokgate.Emulator.Tests.Videos;

public sealed class VideoTests
{
    [Fact]
    public async Task Pages_go_back_in_time_with_a_cursor_in_milliseconds()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString()!;
        var seen = new List<JsonElement>();
        long? cursor = null;
        bool hasMore;
        do
        {
            var body = cursor is null ? "{\"max_count\":10}" : $"{{\"max_count\":10,\"cursor\":{cursor}}}";
            var data = (await peer.VideosAsync("/v2/video/list/", token, body)).Json.GetProperty("data");
            seen.AddRange(data.GetProperty("videos").EnumerateArray());
            cursor = data.GetProperty("cursor").GetInt64();
            hasMore = data.GetProperty("has_more").GetBoolean();
            Assert.Equal(cursor, seen[^1].GetProperty("create_time").GetInt64() * 1_000);
        }
        while (hasMore);

        Assert.Equal(23, seen.Select(video => video.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(seen.Select(it => it.GetProperty("create_time").GetInt64()).OrderDescending(), seen.Select(it => it.GetProperty("create_time").GetInt64()));
    }

    [Fact]
    public async Task Covers_load_and_a_literal_cursor_of_zero_finds_nothing()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString()!;

        var first = (await peer.VideosAsync("/v2/video/list/", token, "", "cover_image_url")).Json.GetProperty("data").GetProperty("videos");
        var none = (await peer.VideosAsync("/v2/video/list/", token, "{\"cursor\":0}")).Json.GetProperty("data").GetProperty("videos");
        using var cover = await peer.Browser.GetAsync(first[0].GetProperty("cover_image_url").GetString());

        Assert.Equal(10, first.GetArrayLength());
        Assert.Equal(0, none.GetArrayLength());
        Assert.Equal("image/svg+xml", cover.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Optional_members_may_be_null()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString()!;

        var reply = await peer.VideosAsync("/v2/video/list/", token, "{\"cursor\":null,\"max_count\":null}");

        Assert.Equal(10, reply.Json.GetProperty("data").GetProperty("videos").GetArrayLength());
    }

    [Fact]
    public async Task Query_finds_ones_own_videos_only()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString()!;
        var list = (await peer.VideosAsync("/v2/video/list/", token, "{}")).Json.GetProperty("data").GetProperty("videos");
        var own = list[3].GetProperty("id").GetString();

        var found = await peer.VideosAsync("/v2/video/query/", token, $"{{\"filters\":{{\"video_ids\":[\"{own}\",\"1\"]}}}}");

        Assert.Equal(own, Assert.Single(found.Json.GetProperty("data").GetProperty("videos").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/v2/video/list/", "{\"max_count\":21}")]
    [InlineData("/v2/video/list/", "{\"max_count\":0}")]
    [InlineData("/v2/video/list/", "{\"cursor\":\"x\"}")]
    [InlineData("/v2/video/list/", "[]")]
    [InlineData("/v2/video/list/", "{")]
    [InlineData("/v2/video/query/", "{}")]
    [InlineData("/v2/video/query/", "{\"filters\":{\"video_ids\":[]}}")]
    [InlineData("/v2/video/query/", "{\"filters\":{\"video_ids\":[1]}}")]
    public async Task Bad_bodies_are_invalid(string path, string body)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString()!;

        var refused = await peer.VideosAsync(path, token, body);

        Assert.Equal((400, "invalid_params"), (refused.Status, refused.ApiCode));
    }

    [Fact]
    public async Task Without_the_scope_there_are_no_videos()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync(("scope", "user.info.basic"))).GetProperty("access_token").GetString()!;

        Assert.Equal("scope_not_authorized", (await peer.VideosAsync("/v2/video/list/", token, "{}")).ApiCode);
    }
}
