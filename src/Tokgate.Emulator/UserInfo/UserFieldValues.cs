using System.Text.Json;
using Tokgate.Emulator.State;

namespace Tokgate.Emulator.UserInfo;

/// <summary>One person's fields as one app sees them. What TikTok does not have is absent, not null.</summary>
internal sealed class UserFieldValues(TikTokUser user, string openId, string? unionId, Uri baseAddress)
{
    public void Write(Utf8JsonWriter json, string field)
    {
        switch (field)
        {
            case "is_verified":
                if (user.IsVerified is { } isVerified)
                {
                    json.WriteBoolean(field, isVerified);
                }

                break;
            case "follower_count":
                WriteNumber(json, field, user.FollowerCount);
                break;
            case "following_count":
                WriteNumber(json, field, user.FollowingCount);
                break;
            case "likes_count":
                WriteNumber(json, field, user.LikesCount);
                break;
            case "video_count":
                WriteNumber(json, field, user.VideoCount);
                break;
            default:
                if (Text(field) is { } text)
                {
                    json.WriteString(field, text);
                }

                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string field, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(field, value);
        }
    }

    private string? Text(string field) => field switch
    {
        "open_id" => openId,
        "union_id" => unionId,
        "avatar_url" => user.AvatarUrl ?? Avatar(168),
        "avatar_url_100" => user.AvatarUrl100 ?? user.AvatarUrl ?? Avatar(100),
        "avatar_url_200" => user.AvatarUrl ?? Avatar(200),
        "avatar_large_url" => user.AvatarLargeUrl ?? user.AvatarUrl ?? Avatar(720),
        "display_name" => user.DisplayName,
        "bio_description" => user.BioDescription,
        "profile_deep_link" => user.ProfileDeepLink,
        "username" => user.Username,
        _ => throw new InvalidOperationException($"{field} is in the table of fields, but has no value here."),
    };

    private string Avatar(int size) => Media.MediaEndpoint.AvatarAddress(baseAddress, user.Username, size);
}
