namespace Tokgate.Server.Clients;

internal static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string Auth0TokenExchange = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    public static IReadOnlyList<string> All { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, TokenExchange, Auth0TokenExchange];
}
