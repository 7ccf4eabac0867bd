namespace Tokgate.Server.Token;

internal static class TokenFeature
{
    public static IServiceCollection AddToken(this IServiceCollection services) => services
        .AddSingleton<ITokenGrant, ClientCredentialsGrant>()
        .AddSingleton<TokenEndpoints>();

    public static void MapToken(this IEndpointRouteBuilder routes) =>
        routes.MapPost(TokenEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<TokenEndpoints>().HandleAsync(context));
}
