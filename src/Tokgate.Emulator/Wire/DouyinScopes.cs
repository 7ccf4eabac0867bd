using System.Collections.Frozen;

namespace Tokgate.Emulator.Wire;

/// <summary>Douyin's scopes that the emulator knows, and what the consent page says about them, in Chinese and in English.</summary>
internal static class DouyinScopes
{
    public const string UserInfo = "user_info";
    public const string FriendRelation = "friend_relation";

    /// <summary>Held by the app; people are not asked for it.</summary>
    public const string RenewRefreshToken = "renew_refresh_token";

    public static readonly FrozenDictionary<string, (string Chinese, string English)> Descriptions = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        [UserInfo] = ("获取你的抖音公开信息（头像、昵称）", "Read your public profile: avatar and nickname"),
        ["login_id"] = ("获取你的抖音用户标识", "Read your open id"),
        ["mobile_alert"] = ("获取你的手机号", "Read your telephone number"),
        [FriendRelation] = ("获取你的好友关系", "Read who your friends are"),
        ["message"] = ("给你发送消息", "Send you messages"),
        ["video.list.bind"] = ("获取你的视频列表", "Read your videos"),
        ["video.create.bind"] = ("发布内容到你的抖音", "Post content to your account"),
        ["fans.check"] = ("判断粉丝关系", "Check who follows you"),
        [RenewRefreshToken] = ("续期授权", "Renew the authorization"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
