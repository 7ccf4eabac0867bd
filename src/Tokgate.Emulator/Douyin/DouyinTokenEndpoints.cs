using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary><c>/oauth/access_token/</c>, <c>/oauth/refresh_token/</c>, <c>/oauth/renew_refresh_token/</c>.</summary>
/// <remarks>
/// Owns the life of a person's tokens: 15 days for the access token, which a refresh prolongs or, when it is over, replaces; 30 days for the refresh token, which only a
/// renewal replaces, at most five times, and then the old one is dead. A refused request changes nothing. Douyin checks no secret at a refresh and a renewal, so neither
/// does this. Does not own codes and consent (DouyinAuthorizeEndpoint), nor the app's own token.
/// </remarks>
internal sealed class DouyinTokenEndpoints(World world)
{
    private const long AccessSeconds = 15 * 86_400;
    private const long RefreshSeconds = 30 * 86_400;
    private const int MostRenewals = 5;

    public Answer Exchange(Received request)
    {
        var form = request.ReadForm();
        if (DouyinClientCheck.Refuse(world, request, form, ["client_secret", "code", "grant_type"], out var app) is { } refusal)
        {
            return refusal;
        }

        if (!app!.HasSecret(form!["client_secret"]!)) // the check has found form, app and parameters
        {
            return DouyinAnswers.WrongSecret(request);
        }

        if (form["grant_type"] != "authorization_code")
        {
            return DouyinAnswers.Malformed(request);
        }

        var code = form["code"]!;
        var now = request.Now.ToUnixTimeMilliseconds();
        if (world.Codes.Find(code) is not { } grant
            || grant.Authorization.ClientKey != app.ClientKey
            || grant.ExpiresAtMilliseconds <= now
            || grant.Authorization.IsEnded
            || !world.Codes.TryTake(code, out _)) // of many who redeem one code at once, one gets past this line
        {
            return DouyinAnswers.Error(request, DouyinAnswers.CodeExpired, "授权码过期");
        }

        var (accessToken, refreshToken) = (WireIds.AccessToken(), WireIds.RefreshToken());
        world.AccessTokens.Add(accessToken, new AccessGrant(app.ClientKey, grant.Authorization, grant.Scope, now + (AccessSeconds * 1_000)));
        world.RefreshTokens.Add(refreshToken, new RefreshGrant(grant.Authorization, grant.Scope, accessToken, now + (RefreshSeconds * 1_000)));
        return DouyinAnswers.Ok(request, (accessToken, refreshToken, grant), static (json, it) =>
        {
            json.WriteString("access_token"u8, it.accessToken);
            json.WriteNumber("expires_in"u8, AccessSeconds);
            json.WriteString("open_id"u8, it.grant.Authorization.OpenId);
            json.WriteNumber("refresh_expires_in"u8, RefreshSeconds);
            json.WriteString("refresh_token"u8, it.refreshToken);
            json.WriteString("scope"u8, it.grant.Scope);
        });
    }

    public Answer Refresh(Received request)
    {
        var form = request.ReadForm();
        if (DouyinClientCheck.Refuse(world, request, form, ["grant_type", "refresh_token"], out var app) is { } refusal)
        {
            return refusal;
        }

        if (form!["grant_type"] != "refresh_token") // the check has found it
        {
            return DouyinAnswers.Malformed(request);
        }

        var refreshToken = form["refresh_token"]!;
        if (Alive(refreshToken, app!, request.Now) is not { } grant)
        {
            return DouyinAnswers.DeadRefreshToken(request);
        }

        var until = request.Now.ToUnixTimeMilliseconds() + (AccessSeconds * 1_000);
        var accessToken = grant.AccessToken;
        if (world.AccessTokens.Find(accessToken) is { } access && access.IsAlive(request.Now))
        {
            world.AccessTokens.Replace(accessToken, access with { ExpiresAtMilliseconds = until });
        }
        else
        {
            accessToken = WireIds.AccessToken();
            world.AccessTokens.Add(accessToken, new AccessGrant(app!.ClientKey, grant.Authorization, grant.Scope, until));
            world.RefreshTokens.Replace(refreshToken, grant with { AccessToken = accessToken });
        }

        var left = (grant.ExpiresAtMilliseconds - request.Now.ToUnixTimeMilliseconds()) / 1_000;
        return DouyinAnswers.Ok(request, (accessToken, refreshToken, grant, left), static (json, it) =>
        {
            json.WriteString("access_token"u8, it.accessToken);
            json.WriteString("expires_in"u8, DouyinAnswers.Text(AccessSeconds));
            json.WriteString("open_id"u8, it.grant.Authorization.OpenId);
            json.WriteString("refresh_expires_in"u8, DouyinAnswers.Text(it.left));
            json.WriteString("refresh_token"u8, it.refreshToken);
            json.WriteString("scope"u8, it.grant.Scope);
        });
    }

    public Answer Renew(Received request)
    {
        var form = request.ReadForm();
        if (DouyinClientCheck.Refuse(world, request, form, ["refresh_token"], out var app) is { } refusal)
        {
            return refusal;
        }

        if (!app!.Scopes.Contains(DouyinScopes.RenewRefreshToken, StringComparer.Ordinal)) // the check has found it
        {
            return DouyinAnswers.Error(request, DouyinAnswers.NotPermitted, "权限不足");
        }

        var refreshToken = form!["refresh_token"]!;
        if (Alive(refreshToken, app, request.Now) is not { } grant)
        {
            return DouyinAnswers.DeadRefreshToken(request);
        }

        if (grant.Renewals >= MostRenewals)
        {
            return DouyinAnswers.Error(request, DouyinAnswers.TooOften, "超过刷新次数限制");
        }

        if (!world.RefreshTokens.TryTake(refreshToken, out _))
        {
            return DouyinAnswers.DeadRefreshToken(request);
        }

        var renewed = WireIds.RefreshToken();
        world.RefreshTokens.Add(renewed, grant with
        {
            Renewals = grant.Renewals + 1,
            ExpiresAtMilliseconds = request.Now.ToUnixTimeMilliseconds() + (RefreshSeconds * 1_000),
        });
        return DouyinAnswers.Ok(request, renewed, static (json, renewed) =>
        {
            json.WriteString("expires_in"u8, DouyinAnswers.Text(RefreshSeconds));
            json.WriteString("refresh_token"u8, renewed);
        });
    }

    private RefreshGrant? Alive(string refreshToken, TikTokApp app, DateTimeOffset now) =>
        world.RefreshTokens.Find(refreshToken) is { } grant && grant.Authorization.ClientKey == app.ClientKey && grant.IsAlive(now) ? grant : null;
}
