using System.Net.Http.Headers;

namespace Tokgate.TikTok;

/// <summary>The calls that read with a user's access token. Harmless to repeat, so they are retried.</summary>
internal sealed class ResourceCalls(Transport transport, ClientSetup setup, Retries retries)
{
    private const string UserPath = "/v2/user/info/";
    private const string VideoListPath = "/v2/video/list/";
    private const string VideoQueryPath = "/v2/video/query/";

    public async Task<TikTokResult<TikTokUser>> GetUserAsync(
        AccessToken accessToken, TikTokScopes granted, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken)
    {
        // open_id comes only when asked for, and without it an answer is nobody's.
        var wanted = TikTokFields.Checked([TikTokFields.OpenId, .. fields ?? TikTokFields.All]);
        var asked = wanted.Where(field => field == TikTokFields.OpenId || TikTokFields.IsAllowed(field, granted)).ToArray();

        var answer = await ReadAsync(TikTokEndpoint.UserInfo, UserPath, asked, accessToken, null, cancellationToken).ConfigureAwait(false);
        return answer.To(given => UserReading.User(given, [.. wanted.Except(asked)]));
    }

    public async Task<TikTokResult<TikTokVideoPage>> GetVideoPageAsync(
        AccessToken accessToken, DateTimeOffset? before, int? maxCount, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(
            TikTokEndpoint.VideoList, VideoListPath, VideoFields(fields), accessToken, VideoBodies.List(before, maxCount), cancellationToken)
            .ConfigureAwait(false);
        return answer.To(given => VideoReading.Page(given, before));
    }

    public async Task<TikTokResult<TikTokVideoLookup>> QueryVideosAsync(
        AccessToken accessToken, string[] ids, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(
            TikTokEndpoint.VideoQuery, VideoQueryPath, VideoFields(fields), accessToken, VideoBodies.Query(ids), cancellationToken)
            .ConfigureAwait(false);
        return answer.To(given => VideoReading.Lookup(given, ids));
    }

    // The id is always asked for: without it nobody can say which video an answer is about.
    private static string[] VideoFields(IReadOnlyCollection<string>? fields) =>
        TikTokFields.Checked([TikTokVideoFields.Id, .. fields ?? TikTokVideoFields.All]);

    // Without a body it is a GET.
    private Task<Answer> ReadAsync(
        TikTokEndpoint endpoint, string path, string[] fields, AccessToken accessToken, byte[]? body, CancellationToken cancellationToken) =>
        retries.RunAsync(
            endpoint,
            async token =>
            {
                var address = $"{setup.Address(path)}?fields={Uri.EscapeDataString(string.Join(',', fields))}";
                using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken.Reveal());
                if (body is not null)
                {
                    request.Content = new ByteArrayContent(body);
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                }

                return Answer.Read(await transport.SendAsync(endpoint, request, token).ConfigureAwait(false));
            },
            cancellationToken);
}
