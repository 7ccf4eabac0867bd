using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>A user object as TikTok tells it, to try a mapping with.</summary>
internal sealed record RecordedPayload(string Key, string Title, string Json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Of nobody: the documented members with texts such as TikTok sends.</summary>
    public static IReadOnlyList<RecordedPayload> Samples { get; } =
    [
        new("full", "All scopes granted", """
            {
              "open_id": "-000sampleOpenIdOfNobody_0000000001",
              "union_id": "00000000-0000-4000-8000-000000000001",
              "avatar_url": "https://p16-sign.example/avatar-168.webp?x-expires=1795219200",
              "avatar_url_100": "https://p16-sign.example/avatar-100.webp?x-expires=1795219200",
              "avatar_large_url": "https://p16-sign.example/avatar-720.webp?x-expires=1795219200",
              "display_name": "Camille Sample",
              "bio_description": "Cooks & climbs.",
              "profile_deep_link": "https://vm.tiktok.com/ZMsample/",
              "is_verified": true,
              "username": "camille_sample",
              "follower_count": 3204518776,
              "following_count": 128,
              "likes_count": 98765432109,
              "video_count": 23
            }
            """),
        new("basic", "user.info.basic alone", """
            {
              "open_id": "-000sampleOpenIdOfNobody_0000000002",
              "union_id": "00000000-0000-4000-8000-000000000002",
              "avatar_url": "https://p16-sign.example/avatar-168.webp?x-expires=1795219200",
              "avatar_url_100": "https://p16-sign.example/avatar-100.webp?x-expires=1795219200",
              "avatar_large_url": "https://p16-sign.example/avatar-720.webp?x-expires=1795219200",
              "display_name": "Basic Sample"
            }
            """),
        new("sparse", "Almost nothing told", """
            {
              "open_id": "-000sampleOpenIdOfNobody_0000000003",
              "avatar_url": "",
              "display_name": "Sparse \uD83C\uDF31 ",
              "bio_description": "",
              "username": "sparse_sample",
              "is_verified": false
            }
            """),
    ];

    /// <summary>What TikTok said of somebody who signed in here.</summary>
    public static RecordedPayload Of(JsonNode user) =>
        new("user:" + user.Text("user_id"), user.Text("name") ?? user.Text("user_id") ?? "", (user.Part("tiktok") ?? new JsonObject()).ToJsonString(Indented));
}
