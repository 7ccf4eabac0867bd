using Tokgate.Emulator.Media;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary><c>/oauth/userinfo/</c>.</summary>
/// <remarks>Owns who a token speaks for: token and <c>open_id</c> must belong together. Token and user come in the form.</remarks>
internal sealed class DouyinUserInfoEndpoint(World world)
{
    private readonly RateLimit limit = new();

    public Answer Handle(Received request)
    {
        if (request.ReadForm() is not { Doubled: null } form)
        {
            return DouyinAnswers.Malformed(request);
        }

        if (form["access_token"] is not { } token || form["open_id"] is not { } openId)
        {
            return DouyinAnswers.Missing(request);
        }

        if (world.AccessTokens.Find(token) is not { Authorization: { IsEnded: false } authorization } grant
            || world.Apps.Find(grant.ClientKey) is not { IsDouyin: true } app
            || world.FindUserById(authorization.UserId) is not { } user)
        {
            return DouyinAnswers.Error(request, DouyinAnswers.TokenInvalid, "access_token 无效");
        }

        if (!grant.IsAlive(request.Now))
        {
            return DouyinAnswers.Error(request, DouyinAnswers.TokenExpired, "access_token 过期，请刷新或重新授权");
        }

        if (authorization.OpenId != openId)
        {
            return DouyinAnswers.Error(request, DouyinAnswers.OtherUsersToken, "请求参数 access_token 和 openId 不匹配");
        }

        if (!Scopes.Split(grant.Scope).Contains(DouyinScopes.UserInfo, StringComparer.Ordinal))
        {
            return DouyinAnswers.Error(request, DouyinAnswers.ScopeNotAuthorized, "用户未授权该 OpenAPI");
        }

        return world.Profile.RateLimitPerMinute is { } most && !limit.Allows(app.ClientKey, request.Path, most, request.Now)
            ? DouyinAnswers.Error(request, DouyinAnswers.TooManyCalls, "请求频率过高")
            : Show(request, app, user, authorization);
    }

    public void Reset() => limit.Clear();

    private Answer Show(Received request, TikTokApp app, TikTokUser user, Authorization authorization)
    {
        var profile = (authorization.OpenId, UnionId: World.UnionId(user, app), user.DisplayName,
            Avatar: user.AvatarUrl ?? MediaEndpoint.AvatarAddress(world.MediaAddress, user.Username, 168), app.ClientKey);
        return DouyinAnswers.Ok(request, profile, static (json, it) =>
        {
            json.WriteString("open_id"u8, it.OpenId);
            json.WriteString("union_id"u8, it.UnionId ?? "");
            json.WriteString("nickname"u8, it.DisplayName);
            json.WriteString("avatar"u8, it.Avatar);
            json.WriteString("client_key"u8, it.ClientKey);
            json.WriteString("e_account_role"u8, ""u8);
        });
    }
}
