namespace Tokgate.Server.AccessTokens;

internal static class AccessTokensFeature
{
    public static IServiceCollection AddAccessTokens(this IServiceCollection services) => services
        .AddSingleton<ITokenStanding, CredentialStanding>()
        .AddSingleton<AccessTokenIssuer>()
        .AddSingleton<AccessTokenVerification>();
}
