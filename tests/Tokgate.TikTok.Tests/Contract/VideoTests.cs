using System.Text.Json;

namespace Tokgate.TikTok.Tests.Contract;

public sealed class VideoTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(null, 3)]
    [InlineData(20, 2)]
    [InlineData(1, 23)]
    public async Task The_stream_brings_every_video_once_newest_first(int? pageSize, int pages)
    {
        var tokens = await rig.SignInAsync();
        await rig.ForgetRequestsAsync();

        var videos = await ReadAsync(rig.Client().GetVideosAsync(tokens.AccessToken, pageSize: pageSize));

        Assert.Equal((23, 23), (videos.Count, videos.Select(video => video.Id).Distinct().Count()));
        Assert.Equal(videos.OrderByDescending(video => video.CreatedAt), videos);
        var bodies = (await rig.RequestsAsync()).Select(request => JsonDocument.Parse(request.GetProperty("body").GetString()!).RootElement).ToArray(); // every request has one
        Assert.Equal(pages, bodies.Length);
        Assert.False(bodies[0].TryGetProperty("cursor", out _));
        Assert.All(bodies[1..], body => Assert.Contains(body.GetProperty("cursor").GetInt64(), videos.Select(video => video.CreatedAt!.Value.ToUnixTimeMilliseconds()))); // every video has one
    }

    [Fact]
    public async Task Every_field_of_a_video_is_read_in_its_own_unit()
    {
        var tokens = await rig.SignInAsync();

        var page = (await rig.Client().GetVideoPageAsync(tokens.AccessToken, pageSize: 1)).Value;

        var video = Assert.Single(page!.Videos); // a failed call has no page, and no video either
        Assert.InRange(video.CreatedAt!.Value, rig.Emulator.UtcNow - TimeSpan.FromMinutes(70), rig.Emulator.UtcNow - TimeSpan.FromMinutes(59)); // asked for, so there
        Assert.Equal(video.CreatedAt, page.Next);
        Assert.Equal(("Video 23: salt, fat & acid", "Episode 23 #cooking", TimeSpan.FromSeconds(12)), (video.Title, video.Description, video.Duration));
        Assert.Equal((1_000, 40, 5, 5_000_000_000), (video.LikeCount, video.CommentCount, video.ShareCount, video.ViewCount));
        Assert.All([video.CoverImageUrl, video.ShareUrl, video.EmbedHtml, video.EmbedLink], text => Assert.False(string.IsNullOrEmpty(text)));
        Assert.True(video is { Height: > 0, Width: > 0, AdditionalFields.Count: 0 });
    }

    [Fact]
    public async Task Who_has_no_videos_has_one_empty_page()
    {
        var tokens = await rig.SignInAsync("creator_sparse");

        var page = (await rig.Client().GetVideoPageAsync(tokens.AccessToken)).Value;

        Assert.Equal((0, false), (page?.Videos.Count, page?.HasMore));
    }

    [Fact]
    public async Task A_query_brings_ones_own_and_names_the_rest()
    {
        var tokens = await rig.SignInAsync();
        var client = rig.Client();
        var own = (await client.GetVideoPageAsync(tokens.AccessToken, pageSize: 2)).Value!.Videos; // the persona has 23

        var lookup = (await client.QueryVideosAsync(tokens.AccessToken, [own[0].Id, "7000000000000000001", own[1].Id])).Value;

        Assert.Equal(own.Select(video => (video.Id, video.Title)), lookup?.Videos.Select(video => (video.Id, video.Title)));
        Assert.Equal(["7000000000000000001"], lookup?.MissingIds);
    }

    [Fact]
    public async Task A_busy_page_is_asked_for_again_and_none_is_lost_or_doubled()
    {
        var tokens = await rig.SignInAsync();
        var videos = new List<TikTokVideo>();
        await foreach (var page in rig.Client().GetVideosAsync(tokens.AccessToken))
        {
            videos.AddRange(page.Value!.Videos); // each fault below is ridden out
            await rig.FaultAsync("video_list", videos.Count == 10 ? "rate_limit" : "truncated");
        }

        Assert.Equal((23, 23), (videos.Count, videos.Select(video => video.Id).Distinct().Count()));
    }

    [Fact]
    public async Task A_refusal_is_the_last_element_of_the_stream()
    {
        var tokens = await rig.SignInAsync();
        var client = rig.Client();
        var pages = new List<TikTokResult<TikTokVideoPage>>();
        await foreach (var page in client.GetVideosAsync(tokens.AccessToken))
        {
            pages.Add(page);
            await client.RevokeAsync(tokens.AccessToken);
        }

        Assert.Equal([true, false], pages.Select(page => page.IsSuccess));
        Assert.Equal(("access_token_invalid", TikTokOutcome.Terminal, 401), (pages[1].Error?.Code, pages[1].Error?.Outcome, pages[1].Error?.Status));
    }

    [Fact]
    public async Task Without_the_scope_neither_call_answers()
    {
        var tokens = await rig.SignInAsync("basic_only");
        await rig.ForgetRequestsAsync();
        var client = rig.Client();

        var list = await Failure.OfAsync(rig, TikTokEndpoint.VideoList, client.GetVideoPageAsync(tokens.AccessToken));
        var query = await Failure.OfAsync(rig, TikTokEndpoint.VideoQuery, client.QueryVideosAsync(tokens.AccessToken, ["1"]));

        Assert.All([list, query], failure =>
        {
            Assert.Equal(("scope_not_authorized", TikTokOutcome.Terminal, 401, true), (failure?.Word, failure?.Outcome, failure?.Status, failure?.Error?.IsScopeMissing));
            Assert.Equal(34, failure?.LogId?.Length);
        });
        Assert.Equal(2, (await rig.RequestsAsync()).Count);
    }

    [Fact]
    public async Task A_wrong_token_or_field_is_refused()
    {
        var tokens = await rig.SignInAsync();
        var client = rig.Client();
        var stranger = AccessToken.From("act.nobodys!1.va");

        var failures = new[]
        {
            await Failure.OfAsync(rig, TikTokEndpoint.VideoList, client.GetVideoPageAsync(stranger)),
            await Failure.OfAsync(rig, TikTokEndpoint.VideoQuery, client.QueryVideosAsync(stranger, ["1"])),
            await Failure.OfAsync(rig, TikTokEndpoint.VideoList, client.GetVideoPageAsync(tokens.AccessToken, fields: ["soundtrack"])),
            await Failure.OfAsync(rig, TikTokEndpoint.VideoQuery, client.QueryVideosAsync(tokens.AccessToken, ["1"], ["soundtrack"])),
        };

        Assert.Equal(["access_token_invalid", "access_token_invalid", "invalid_params", "invalid_params"], failures.Select(failure => failure?.Word));
        Assert.All(failures, failure => Assert.Equal((TikTokOutcome.Terminal, 34), (failure?.Outcome, failure?.LogId?.Length)));
    }

    [Theory]
    [InlineData("""{"data":{"videos":[],"has_more":true},"error":{"code":"ok"}}""", "data.cursor")]
    [InlineData("""{"data":{"videos":[],"has_more":true,"cursor":0},"error":{"code":"ok"}}""", "data.cursor")]
    [InlineData("""{"data":{"videos":[{"title":"no id"}]},"error":{"code":"ok"}}""", "data.videos.id")]
    [InlineData("""{"data":{"videos":{}},"error":{"code":"ok"}}""", "data.videos")]
    [InlineData("{}", "data")]
    public async Task A_page_that_leads_nowhere_ends_the_stream(string body, string field)
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("video_list", "body", 3, 200, body);

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.VideoList, rig.Client().GetVideoPageAsync(tokens.AccessToken));

        Assert.Equal((field, TikTokOutcome.Terminal), (failure?.Word, failure?.Outcome));
    }

    [Fact]
    public async Task A_cursor_that_does_not_move_is_not_followed_for_ever()
    {
        var tokens = await rig.SignInAsync();
        await rig.FaultAsync("video_list", "body", 100, 200, """{"data":{"videos":[],"has_more":true,"cursor":1700000000000},"error":{"code":"ok"}}""");
        await rig.ForgetRequestsAsync();

        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(() => ReadAsync(rig.Client().GetVideosAsync(tokens.AccessToken)));

        Assert.Equal("data.cursor", exception.Field);
        Assert.Equal(2, (await rig.RequestsAsync()).Count);
    }

    private static async Task<List<TikTokVideo>> ReadAsync(IAsyncEnumerable<TikTokResult<TikTokVideoPage>> stream)
    {
        var videos = new List<TikTokVideo>();
        await foreach (var page in stream)
        {
            videos.AddRange(page.Value?.Videos ?? throw new InvalidOperationException($"A page was refused: {page.Error}"));
        }

        return videos;
    }
}
