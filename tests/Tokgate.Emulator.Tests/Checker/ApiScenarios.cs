using System.Net.Http.Json;
using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>For each rule on resource calls and paths, a client that breaks it.</summary>
internal static class ApiScenarios
{
    public static readonly Dictionary<string, Func<CheckedClient, Task>> All = new(StringComparer.Ordinal)
    {
        ["fields-missing"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Access, fields: null),
        ["fields-in-body"] = async it => await it.SendAsync(HttpMethod.Post, "/v2/user/info/", JsonContent.Create(new { fields = (string[])["open_id"] }), "Bearer " + (await it.SignInAsync()).Access),
        ["fields-not-comma-joined"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id display_name"),
        ["fields-unknown"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id,email"),
        ["fields-undocumented"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id,avatar_url_200"),
        ["fields-beyond-scope"] = async it => await it.UserInfoAsync((await it.SignInAsync(("scope", "user.info.basic"))).Access, "open_id,username"),
        ["partial-grant-ignored"] = async it =>
        {
            await it.TikTok.ConsentAsync("creator_full", ["user.info.basic"]);
            await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id,username");
        },
        ["fields-without-open-id"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Access, "display_name"),
        ["error-in-200-ignored"] = async it =>
        {
            await it.RedeemAsync(await it.AuthorizeAsync(), ("client_secret", "wrong-secret-of-nobody"));
            await it.UserInfoAsync("undefined");
        },
        ["bearer-missing"] = it => it.UserInfoAsync(null),
        ["authorization-scheme"] = async it => await it.SendAsync(HttpMethod.Get, "/v2/user/info/?fields=open_id", null, (await it.SignInAsync()).Access),
        ["bearer-placeholder"] = it => it.UserInfoAsync("null"),
        ["refresh-token-as-bearer"] = async it => await it.UserInfoAsync((await it.SignInAsync()).Refresh),
        ["client-token-as-bearer"] = async it =>
        {
            var reply = await it.FormAsync("/v2/oauth/token/", Changed(new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["grant_type"] = "client_credentials" }));
            await it.UserInfoAsync(reply.String("access_token"));
        },
        ["access-token-unknown"] = it => it.UserInfoAsync("act.not-from-here"),
        ["access-token-after-revoke"] = async it =>
        {
            var (access, _) = await it.SignInAsync();
            await it.RevokeAsync(access);
            await it.UserInfoAsync(access);
        },
        ["access-token-expired"] = async it =>
        {
            var (access, _) = await it.SignInAsync();
            await it.TikTok.AdvanceClockAsync(TimeSpan.FromDays(2));
            await it.UserInfoAsync(access);
        },
        ["dead-token-used-again"] = async it =>
        {
            var (access, _) = await it.SignInAsync();
            await it.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
            for (var i = 0; i < 3; i++)
            {
                await it.UserInfoAsync(access);
            }
        },
        ["rate-limit-ignored"] = async it =>
        {
            var (access, _) = await it.SignInAsync();
            await it.TikTok.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "rate_limit", count = 4 });
            for (var i = 0; i < 4; i++)
            {
                await it.UserInfoAsync(access);
            }
        },
        ["video-body-not-json"] = async it => await it.SendAsync(HttpMethod.Post, "/v2/video/list/?fields=id", new FormUrlEncodedContent([KeyValuePair.Create("max_count", "5")]), "Bearer " + (await it.SignInAsync()).Access),
        ["video-cursor-zero"] = async it => await VideosAsync(it, "list", new { cursor = 0 }),
        ["video-count-out-of-range"] = async it => await VideosAsync(it, "list", new { max_count = 50 }),
        ["video-ids-wrong"] = async it => await VideosAsync(it, "query", new { filters = new { video_ids = (long[])[7_300_000_000_000_000_000] } }),
        ["trailing-slash-missing"] = async it => await it.FormAsync("/v2/oauth/token", Changed(new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["grant_type"] = "client_credentials" })),
        ["wrong-method"] = async it => await it.SendAsync(HttpMethod.Post, "/v2/user/info/?fields=open_id", null, "Bearer " + (await it.SignInAsync()).Access),
        ["v1-host"] = it => it.SendAsync(HttpMethod.Get, "/oauth/access_token/", null, null, ("Host", "open-api.tiktok.com")),
        ["v1-path"] = it => it.SendAsync(HttpMethod.Post, $"/oauth/access_token/?client_key={Key}&grant_type=authorization_code"),
        ["wrong-host"] = it => it.SendAsync(HttpMethod.Get, "/v2/user/info/?fields=open_id", null, null, ("Host", "www.tiktok.com")),
        ["path-not-emulated"] = async it => await it.SendAsync(HttpMethod.Post, "/v2/post/publish/creator_info/query/", JsonContent.Create(new { }), "Bearer " + (await it.SignInAsync()).Access),
        ["oidc-discovery"] = it => it.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration"),
        ["unknown-path"] = it => it.SendAsync(HttpMethod.Get, "/v2/oauth/userinfo/"),
    };

    private static async Task VideosAsync(CheckedClient it, string call, object body) =>
        await it.SendAsync(HttpMethod.Post, $"/v2/video/{call}/?fields=id", JsonContent.Create(body), "Bearer " + (await it.SignInAsync()).Access);
}
