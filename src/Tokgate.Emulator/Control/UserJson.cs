using System.Text.Json;
using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Control;

/// <summary>A person as the control API shows them. What it writes can be sent back with PUT.</summary>
internal static class UserJson
{
    public static void Write(Utf8JsonWriter json, TikTokUser user)
    {
        json.WriteStartObject();
        json.WriteString("username"u8, user.Username);
        json.WriteString("display_name"u8, user.DisplayName);
        json.WriteString("avatar_url"u8, user.AvatarUrl);
        json.WriteString("avatar_url_100"u8, user.AvatarUrl100);
        json.WriteString("avatar_large_url"u8, user.AvatarLargeUrl);
        json.WriteString("bio_description"u8, user.BioDescription);
        json.WriteString("profile_deep_link"u8, user.ProfileDeepLink);
        if (user.IsVerified is { } isVerified)
        {
            json.WriteBoolean("is_verified"u8, isVerified);
        }
        else
        {
            json.WriteNull("is_verified"u8);
        }

        WriteNumber(json, "follower_count", user.FollowerCount);
        WriteNumber(json, "following_count", user.FollowingCount);
        WriteNumber(json, "likes_count", user.LikesCount);
        WriteNumber(json, "video_count", user.VideoCount);
        if (!user.HasUnionId || user.UnionId is not null)
        {
            json.WriteString("union_id"u8, user.UnionId);
        }

        if (user.GrantableScopes is { } scopes)
        {
            AppJson.WriteTexts(json, "grantable_scopes", scopes);
        }
        else
        {
            json.WriteNull("grantable_scopes"u8);
        }

        json.WriteStartArray("videos"u8);
        foreach (var video in user.Videos)
        {
            WriteVideo(json, video);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVideo(Utf8JsonWriter json, TikTokVideo video)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, video.Id);
        json.WriteNumber("create_time"u8, video.CreateTime);
        json.WriteString("title"u8, video.Title);
        json.WriteString("video_description"u8, video.VideoDescription);
        json.WriteNumber("duration"u8, video.Duration);
        json.WriteNumber("height"u8, video.Height);
        json.WriteNumber("width"u8, video.Width);
        json.WriteNumber("like_count"u8, video.LikeCount);
        json.WriteNumber("comment_count"u8, video.CommentCount);
        json.WriteNumber("share_count"u8, video.ShareCount);
        json.WriteNumber("view_count"u8, video.ViewCount);
        json.WriteString("cover_image_url"u8, video.CoverImageUrl);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
