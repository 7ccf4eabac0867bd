namespace Tokgate.Server.Clients;

internal static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string Auth0TokenExchange = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    /// <summary>For a code that a program has shown and a phone has scanned: RFC 8628 with TikTok's QR codes.</summary>
    public const string QrCode = "urn:tokgate:params:oauth:grant-type:qr";

    /// <summary>For a code that TikTok's SDK gave an app on a phone.</summary>
    public const string TikTokCode = "urn:tokgate:params:oauth:grant-type:tiktok-code";

    public static IReadOnlyList<string> All { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, TokenExchange, Auth0TokenExchange, QrCode, TikTokCode];
}
