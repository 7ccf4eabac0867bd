using Microsoft.Extensions.Options;
using Tokgate.Server.Operations;

namespace Tokgate.Server.TokenProxy;

internal static class ProxyFeature
{
    /// <summary>Beside a broker, whose connections may have the secrets.</summary>
    public static IServiceCollection AddTokenProxy(this IServiceCollection services, IConfiguration configuration) => services.AddProxyEndpoints(configuration).AddSingleton<IProxyApps, ConnectionApps>();

    public static IServiceCollection AddProxyEndpoints(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection("Tokgate:Proxy")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptions.Validation>();
        return services.AddSingleton<ProxyClients>().AddSingleton<ProxyScopes>()
            .AddSingleton<ProxyTokenEndpoint>().AddSingleton<ProxyRevocationEndpoint>().AddSingleton<ProxyUserInfoEndpoint>().AddSingleton<ProxyAuthorizeEndpoint>();
    }

    /// <remarks>Owns <c>/proxy/…</c>. Nothing else of TikTok's can be reached through it (T-46).</remarks>
    public static void MapTokenProxy(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapPost(ProxyTokenEndpoint.Path, context => Get<ProxyTokenEndpoint>().HandleAsync(context)));
        LimitedEndpoint.Add(routes.MapPost(ProxyRevocationEndpoint.Path, context => Get<ProxyRevocationEndpoint>().HandleAsync(context)));
        LimitedEndpoint.Add(routes.MapMethods(ProxyUserInfoEndpoint.Path, [HttpMethods.Get, HttpMethods.Post], context => Get<ProxyUserInfoEndpoint>().HandleAsync(context)));
        LimitedEndpoint.Add(routes.MapGet(ProxyAuthorizeEndpoint.Path, context => Get<ProxyAuthorizeEndpoint>().HandleAsync(context)));

        T Get<T>()
            where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
    }
}
