using Tokgate.Server.Operations;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.ConnectedAccounts;

internal static class ConnectedAccountsFeature
{
    public static IServiceCollection AddConnectedAccounts(this IServiceCollection services) => services
        .AddSingleton<LinkSeal>().AddSingleton<LinkHolders>().AddSingleton<AccountLinkStart>().AddSingleton<AccountDoor>()
        .AddSingleton<ConnectEndpoints>().AddSingleton<ConnectPageEndpoints>().AddSingleton<ConnectedAccountEndpoints>().AddSingleton<AccountTokenEndpoint>()
        .AddSingleton<IOtherCallback, ConnectCallback>();

    public static void MapConnectedAccounts(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoint.Add(routes.MapGet(ConnectPageEndpoints.Path, context => Get<ConnectPageEndpoints>().ShowAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(ConnectPageEndpoints.Path, context => Get<ConnectPageEndpoints>().GoAsync(context)));
        Api(HttpMethods.Post, ConnectEndpoints.ConnectPath, context => Get<ConnectEndpoints>().ConnectAsync(context));
        Api(HttpMethods.Post, ConnectEndpoints.CompletePath, context => Get<ConnectEndpoints>().CompleteAsync(context));
        Api(HttpMethods.Get, ConnectedAccountEndpoints.AccountsPath, context => Get<ConnectedAccountEndpoints>().ListAsync(context));
        Api(HttpMethods.Delete, ConnectedAccountEndpoints.AccountPath, context => Get<ConnectedAccountEndpoints>().DeleteAsync(context));
        Api(HttpMethods.Post, AccountTokenEndpoint.Path, context => Get<AccountTokenEndpoint>().HandleAsync(context));
        Api(HttpMethods.Get, ConnectedAccountEndpoints.ConnectionsPath, context => Get<ConnectedAccountEndpoints>().ConnectionsAsync(context));

        void Api(string method, string path, RequestDelegate handler)
        {
            LimitedEndpoint.Add(routes.MapMethods(path, [method], handler));
            routes.MapPreflight(path, method);
        }

        T Get<T>()
            where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
    }
}
