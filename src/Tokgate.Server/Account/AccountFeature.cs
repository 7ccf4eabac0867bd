using Tokgate.Server.Pages;

namespace Tokgate.Server.Account;

internal static class AccountFeature
{
    public static IServiceCollection AddAccount(this IServiceCollection services) => services
        .AddSingleton<AccountForm>()
        .AddSingleton<AccountReader>()
        .AddSingleton<AccountEndpoints>();

    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoint.Add(routes.MapGet(AccountEndpoints.Path, context => Endpoints().ShowAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.SignInPath, context => Endpoints().SignInAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.EndSessionPath, context => Endpoints().EndSessionAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.EndAllPath, context => Endpoints().EndAllAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.RemovePath, context => Endpoints().RemoveAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.ConnectPath, context => Endpoints().ConnectAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(AccountEndpoints.DisconnectPath, context => Endpoints().DisconnectAsync(context)));

        AccountEndpoints Endpoints() => routes.ServiceProvider.GetRequiredService<AccountEndpoints>();
    }
}
