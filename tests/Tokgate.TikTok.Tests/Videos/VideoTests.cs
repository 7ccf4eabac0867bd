namespace Tokgate.TikTok.Tests;

public sealed class VideoTests
{
    private const string Page1 = """{"videos":[{"id":"7080213458555737986","create_time":1643245512,"duration":31,"view_count":5000000000,"like_count":1,"height":1024,"width":"576","title":"t","cover_image_url":"c","odd":1}],"cursor":1643245512345,"has_more":true}""";
    private const string Page2 = """{"videos":[{"id":7}],"cursor":1643245500000,"has_more":false}""";

    [Fact]
    public async Task Both_time_units_are_right()
    {
        var page = (await List(new ScriptedServer().Answers(Some.Data(Page1)))).Value;

        Assert.NotNull(page);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1643245512345), page.Next);
        var video = Assert.Single(page.Videos);
        Assert.Equal(new DateTimeOffset(2022, 1, 27, 1, 5, 12, TimeSpan.Zero), video.CreatedAt);
        Assert.Equal(TimeSpan.FromSeconds(31), video.Duration);
        Assert.Equal(("7080213458555737986", 5_000_000_000, 1, 1024, 576, "t", "c"), (video.Id, video.ViewCount, video.LikeCount, video.Height, video.Width, video.Title, video.CoverImageUrl));
        Assert.Null(video.ShareUrl);
        Assert.Equal(["odd"], video.AdditionalFields.Keys);
    }

    [Fact]
    public async Task The_first_page_has_no_cursor_and_the_next_one_has_it_in_milliseconds()
    {
        var server = new ScriptedServer().Answers(Some.Data(Page1)).Answers(Some.Data(Page2));

        var ids = new List<string>();
        await foreach (var page in server.Client().GetVideosAsync(AccessToken.From(The.Token), ["title"], 20))
        {
            ids.AddRange(page.Value?.Videos.Select(video => video.Id) ?? []);
        }

        Assert.Equal(["7080213458555737986", "7"], ids);
        Assert.Equal(["""{"max_count":20}""", """{"cursor":1643245512345,"max_count":20}"""], server.Requests.Select(request => request.Body));
        Assert.All(server.Requests, request => Assert.Equal(
            ("POST", "https://open.tiktokapis.com/v2/video/list/?fields=id%2Ctitle", "application/json", $"Bearer {The.Token}"),
            (request.Method, request.Address, request.ContentType, request.Authorization)));
    }

    [Fact]
    public async Task A_refusal_ends_the_stream_as_its_last_element()
    {
        var server = new ScriptedServer().Answers(Some.Data(Page1)).Answers(Some.ApiError("access_token_invalid"), 401);

        var pages = new List<TikTokResult<TikTokVideoPage>>();
        await foreach (var page in server.Client().GetVideosAsync(AccessToken.From(The.Token)))
        {
            pages.Add(page);
        }

        Assert.Equal([null, "access_token_invalid"], pages.Select(page => page.Error?.Code));
        Assert.Equal("{}", server.Requests[0].Body);
    }

    [Theory]
    [InlineData("""{"videos":[],"cursor":1643245512345,"has_more":true}""")]
    [InlineData("""{"videos":[],"cursor":1643245512346,"has_more":true}""")]
    [InlineData("""{"videos":[],"cursor":0,"has_more":true}""")]
    [InlineData("""{"videos":[],"cursor":9223372036854775807,"has_more":true}""")]
    [InlineData("""{"videos":[],"has_more":true}""")]
    public async Task A_cursor_that_does_not_move_back_ends_the_stream_instead_of_turning_for_ever(string second)
    {
        var server = new ScriptedServer().Answers(Some.Data(Page1)).Answers(Some.Data(second));

        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(async () =>
        {
            await foreach (var _ in server.Client().GetVideosAsync(AccessToken.From(The.Token)))
            {
            }
        });

        Assert.Equal("data.cursor", exception.Field);
    }

    [Theory]
    [InlineData("\"videos\":null")]
    [InlineData("\"has_more\":false")]
    [InlineData("\"videos\":[],\"has_more\":\"true\"")]
    public async Task No_videos_is_an_empty_last_page(string data)
    {
        var page = (await List(new ScriptedServer().Answers(Some.Data($"{{{data}}}")))).Value;

        Assert.Empty(page!.Videos); // A null page would fail here too.
        Assert.False(page.HasMore);
    }

    [Theory]
    [InlineData("\"videos\":{}", "data.videos")]
    [InlineData("\"videos\":[{}]", "data.videos.id")]
    [InlineData("\"videos\":[\"7\"]", "data.videos.id")]
    public async Task Videos_of_the_wrong_shape_are_not_accepted(string data, string field) =>
        Assert.Equal(field, (await Assert.ThrowsAsync<TikTokProtocolException>(() => List(new ScriptedServer().Answers(Some.Data($"{{{data}}}"))))).Field);

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(-1)]
    public async Task A_page_has_1_to_20_videos(int size) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new ScriptedServer().Client().GetVideoPageAsync(AccessToken.From(The.Token), pageSize: size));

    [Fact]
    public async Task The_epoch_is_no_cursor_because_TikTok_finds_nothing_before_it() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => new ScriptedServer().Client().GetVideoPageAsync(AccessToken.From(The.Token), DateTimeOffset.UnixEpoch));

    [Fact]
    public async Task A_query_says_which_ids_did_not_come()
    {
        var server = new ScriptedServer().Answers(Some.Data("""{"videos":[{"id":"2"}],"cursor":0,"has_more":false}"""));

        var lookup = (await server.Client().QueryVideosAsync(AccessToken.From(The.Token), ["1", "2", "2"])).Value;

        Assert.Equal(["2"], lookup?.Videos.Select(video => video.Id));
        Assert.Equal(["1"], lookup?.MissingIds);
        Assert.Equal("""{"filters":{"video_ids":["1","2"]}}""", server.Requests.Single().Body);
        Assert.StartsWith("https://open.tiktokapis.com/v2/video/query/?fields=id%2Ccreate_time", server.Requests.Single().Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_takes_1_to_20_ids()
    {
        var client = new ScriptedServer().Client();
        string[][] refused = [[], [.. Enumerable.Range(0, 21).Select(id => $"{id}")], [""]];

        foreach (var ids in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => client.QueryVideosAsync(AccessToken.From(The.Token), ids));
        }
    }

    private static Task<TikTokResult<TikTokVideoPage>> List(ScriptedServer server) => server.Client().GetVideoPageAsync(AccessToken.From(The.Token));
}
