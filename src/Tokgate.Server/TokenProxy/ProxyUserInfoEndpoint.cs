using System.Text.Json;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>
/// TikTok's person as flat claims (OpenID Connect Core, 5.3.2). TikTok refuses a question for one field too many, so what the token was granted is remembered from when
/// it passed by, and tried from the widest to the narrowest where it did not.
/// </summary>
internal sealed class ProxyUserInfoEndpoint(ProxyClients clients, ProxyScopes scopes, UpstreamRoom room) : ProxyEndpoint(room)
{
    public const string Path = "/proxy/userinfo";

    public async Task HandleAsync(HttpContext context)
    {
        var (presented, error) = await BearerRequest.ReadAsync(context, mayUseForm: true);
        if (error is not null || SecretText.Try(AccessToken.From, presented) is not { } token)
        {
            await ProxyAnswer.RefuseAsync(context, error ?? OAuthError.InvalidToken);
            return;
        }

        if (clients.Find(context.Request.Query["client_id"].ToString() is { Length: > 0 } key ? key : null) is not { } client)
        {
            await ProxyAnswer.RefuseAsync(context, OAuthError.BearerInvalidRequest("The client_id of the address is not configured here."));
            return;
        }

        var (result, broken) = await AskAsync(() => GetAsync(client.TikTok, token, context.RequestAborted));
        if (result is not { IsSuccess: true, Value: var user })
        {
            await ProxyAnswer.RefuseAsync(context, broken ?? ProxyAnswer.Of(result!.Error!, byHeader: false)); // one of the two is there
            return;
        }

        ProxyAnswer.WriteLogId(context, result.LogId);
        if ((client.Options.UseUnionId ? user.UnionId : user.OpenId) is not { } subject)
        {
            await ProxyAnswer.RefuseAsync(context, new OAuthError("invalid_request", "TikTok gave no union_id for this person, and UseUnionId makes it the subject.") { Status = StatusCodes.Status502BadGateway });
            return;
        }

        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, (Subject: subject, User: user), static (json, answer) => Write(json, answer.Subject, answer.User));
    }

    private async Task<TikTokResult<TikTokUser>> GetAsync(TikTokClient tikTok, AccessToken token, CancellationToken cancellationToken)
    {
        TikTokResult<TikTokUser>? result = null;
        foreach (var granted in scopes.Of(token))
        {
            result = await tikTok.GetUserAsync(token, granted, cancellationToken: cancellationToken);
            if (result.IsSuccess || !result.Error.IsScopeMissing)
            {
                break;
            }
        }

        return result!; // something was tried
    }

    private static void Write(Utf8JsonWriter json, string subject, TikTokUser user)
    {
        json.WriteString("sub"u8, subject);
        Text(json, "name", user.DisplayName);
        Text(json, "nickname", user.DisplayName);
        Text(json, "preferred_username", user.Username);
        Text(json, "picture", user.AvatarLargeUrl ?? user.AvatarUrl100 ?? user.AvatarUrl);
        Text(json, "profile", user.ProfileDeepLink);
        Text(json, "open_id", user.OpenId);
        Text(json, "union_id", user.UnionId);
        Text(json, "bio_description", user.BioDescription);
        if (user.IsVerified is { } isVerified)
        {
            json.WriteBoolean("is_verified"u8, isVerified);
        }

        Number(json, "follower_count", user.FollowerCount);
        Number(json, "following_count", user.FollowingCount);
        Number(json, "likes_count", user.LikesCount);
        Number(json, "video_count", user.VideoCount);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
