using Microsoft.AspNetCore.Authentication;

namespace Tokgate.AspNetCore;

/// <summary>
/// The names under which tokens are kept in the authentication properties when <see cref="RemoteAuthenticationOptions.SaveTokens"/> is on,
/// for <c>HttpContext.GetTokenAsync(name)</c>.
/// </summary>
public static class TikTokTokenNames
{
    /// <summary>The user's access token for TikTok's API, valid until <see cref="ExpiresAt"/> unless the user disconnects earlier.</summary>
    public const string AccessToken = "access_token";

    /// <summary>The refresh token. TikTok retires it when it is used.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>The token type, <c>Bearer</c>.</summary>
    public const string TokenType = "token_type";

    /// <summary>When the access token expires: a round-trip ("o") UTC instant, as ASP.NET Core's OAuth handler writes it.</summary>
    public const string ExpiresAt = "expires_at";

    /// <summary>When the refresh token expires: a round-trip ("o") UTC instant. Absent when TikTok did not say (<c>refresh_expires_in</c>).</summary>
    public const string RefreshExpiresAt = "refresh_expires_at";

    /// <summary>The user's <c>open_id</c>, to which the tokens belong.</summary>
    public const string OpenId = "open_id";

    /// <summary>The granted scopes, joined with commas as TikTok writes them.</summary>
    public const string Scope = "scope";
}
