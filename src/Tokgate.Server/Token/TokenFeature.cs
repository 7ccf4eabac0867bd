using Tokgate.Server.Clients;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

internal static class TokenFeature
{
    public static IServiceCollection AddToken(this IServiceCollection services) => services
        .AddSingleton<ITokenGrant, AuthorizationCodeGrant>()
        .AddSingleton<ITokenGrant, RefreshTokenGrant>()
        .AddSingleton<ITokenGrant, ClientCredentialsGrant>()
        .AddSingleton<ITokenGrant>(static provider => ActivatorUtilities.CreateInstance<TokenExchangeGrant>(provider, GrantTypes.TokenExchange))
        .AddSingleton<ITokenGrant>(static provider => ActivatorUtilities.CreateInstance<TokenExchangeGrant>(provider, GrantTypes.Auth0TokenExchange))
        .AddSingleton<ITokenGrant, QrCodeGrant>()
        .AddSingleton<ITokenGrant, TikTokCodeGrant>()
        .AddSingleton<ProgramSignIn>()
        .AddSingleton<CodeRedemption>()
        .AddSingleton<IdTokenIssuer>()
        .AddSingleton<UserTokens>()
        .AddSingleton<TokenEndpoints>();

    public static void MapToken(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapPost(TokenEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<TokenEndpoints>().HandleAsync(context)));
        routes.MapPreflight(TokenEndpoints.Path, HttpMethods.Post);
    }
}
