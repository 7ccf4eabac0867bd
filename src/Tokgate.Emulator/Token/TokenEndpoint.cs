using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Token;

/// <summary><c>POST /v2/oauth/token/</c>.</summary>
/// <remarks>
/// Owns the three grant types and the order of their checks. A refused request changes nothing: the code or refresh token is taken, atomically,
/// only after everything else held. Does not own how tokens are stored (State) and what the errors say (Wire).
/// </remarks>
internal sealed class TokenEndpoint(World world)
{
    public Answer Handle(Received request)
    {
        var profile = world.Profile;
        if (request.ReadForm() is not { Doubled: null } form)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        if (ClientCheck.Refuse(world, request, form, profile, out var app) is { } refusal)
        {
            return refusal;
        }

        return form["grant_type"] switch
        {
            "authorization_code" => RedeemCode(request, form, app!, profile),
            "refresh_token" => Refresh(request, form, app!, profile),
            "client_credentials" => ClientCredentials(request, app!),
            null => OAuthAnswers.Malformed(request, profile),
            _ => OAuthAnswers.Error(request, profile, "unsupported_grant_type", "The grant type is not supported."),
        };
    }

    private Answer RedeemCode(Received request, FormFields form, TikTokApp app, WireProfile profile)
    {
        if (form["code"] is not { } code || form["redirect_uri"] is not { } redirectUri)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        var grant = world.Codes.Find(code);
        if (grant is null
            || grant.Authorization.ClientKey != app.ClientKey
            || grant.ExpiresAtMilliseconds <= request.Now.ToUnixTimeMilliseconds()
            || grant.Authorization.IsEnded)
        {
            return OAuthAnswers.CodeExpired(request, profile);
        }

        if (!string.Equals(grant.RedirectUri, redirectUri, StringComparison.Ordinal))
        {
            return OAuthAnswers.RedirectMismatch(request, profile);
        }

        if (grant.CodeChallenge is { } challenge && !IsProven(form["code_verifier"], challenge, grant.OnWeb, profile.WebPkce))
        {
            return OAuthAnswers.BadVerifier(request, profile);
        }

        // Of many who redeem one code at once, one gets past this line.
        if (!world.Codes.TryTake(code, out _))
        {
            return OAuthAnswers.CodeExpired(request, profile);
        }

        var refreshUntil = request.Now.ToUnixTimeMilliseconds() + (profile.RefreshSeconds * 1_000);
        return Issue(request, grant.Authorization, grant.Scope, WireIds.RefreshToken(), refreshUntil, profile);
    }

    private Answer Refresh(Received request, FormFields form, TikTokApp app, WireProfile profile)
    {
        if (form["refresh_token"] is not { } refreshToken)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        var grant = world.RefreshTokens.Find(refreshToken);
        if (grant is null || grant.Authorization.ClientKey != app.ClientKey || !grant.IsAlive(request.Now))
        {
            return OAuthAnswers.RefreshTokenDead(request, profile);
        }

        if (!profile.StrictRotation)
        {
            RetirePrevious(grant, profile);
            return Issue(request, grant.Authorization, grant.Scope, refreshToken, grant.ExpiresAtMilliseconds, profile);
        }

        if (!world.RefreshTokens.TryTake(refreshToken, out _))
        {
            return OAuthAnswers.RefreshTokenDead(request, profile);
        }

        RetirePrevious(grant, profile);
        var until = profile.RefreshRenewsLifetime
            ? request.Now.ToUnixTimeMilliseconds() + (profile.RefreshSeconds * 1_000)
            : grant.ExpiresAtMilliseconds;
        return Issue(request, grant.Authorization, grant.Scope, WireIds.RefreshToken(), until, profile);
    }

    private Answer ClientCredentials(Received request, TikTokApp app)
    {
        const long Seconds = 7_200;
        var token = WireIds.ClientToken();
        world.AccessTokens.Add(token, new AccessGrant(app.ClientKey, null, "", request.Now.ToUnixTimeMilliseconds() + (Seconds * 1_000)));
        return Answer.Json(200, WireJson.Write(token, static (json, token) =>
        {
            json.WriteStartObject();
            json.WriteString("access_token"u8, token);
            json.WriteNumber("expires_in"u8, Seconds);
            json.WriteString("token_type"u8, "Bearer"u8);
            json.WriteEndObject();
        }));
    }

    private Answer Issue(
        Received request, Authorization authorization, string scope, string refreshToken, long refreshUntil, WireProfile profile)
    {
        var now = request.Now.ToUnixTimeMilliseconds();
        var accessToken = WireIds.AccessToken();
        world.AccessTokens.Add(accessToken, new AccessGrant(authorization.ClientKey, authorization, scope, now + (profile.AccessSeconds * 1_000)));
        world.RefreshTokens.Add(refreshToken, new RefreshGrant(authorization, scope, accessToken, refreshUntil));
        var answer = (accessToken, profile.AccessSeconds, authorization.OpenId, refreshLeft: (refreshUntil - now) / 1_000, refreshToken, scope);
        return Answer.Json(200, WireJson.Write(answer, static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("access_token"u8, it.accessToken);
            json.WriteNumber("expires_in"u8, it.AccessSeconds);
            json.WriteString("open_id"u8, it.OpenId);
            json.WriteNumber("refresh_expires_in"u8, it.refreshLeft);
            json.WriteString("refresh_token"u8, it.refreshToken);
            json.WriteString("scope"u8, it.scope);
            json.WriteString("token_type"u8, "Bearer"u8);
            json.WriteEndObject();
        }));
    }

    private void RetirePrevious(RefreshGrant grant, WireProfile profile)
    {
        if (profile.PreviousAccessTokenDies)
        {
            world.AccessTokens.Remove(grant.AccessToken);
        }
    }

    /// <summary>TikTok compares lower-case hexadecimal, instead of RFC 7636's base64url; it does not look at the verifier's length.</summary>
    private static bool IsProven(string? verifier, string challenge, bool onWeb, WebPkce webPkce)
    {
        if (onWeb && webPkce == WebPkce.Ignored)
        {
            return true;
        }

        if (verifier is null)
        {
            return onWeb && webPkce == WebPkce.Lenient;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(verifier));
        return IsSame(Convert.ToHexStringLower(hash), challenge) || (onWeb && IsSame(Base64Url.EncodeToString(hash), challenge));
    }

    private static bool IsSame(string expected, string challenge) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(challenge));
}
