using Tokgate.Server.Operations;

namespace Tokgate.Server.Management;

internal static class ManagementFeature
{
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ManagementCaller>()
        .AddSingleton<GrantTokenEndpoints>();

    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapGet(GrantTokenEndpoints.ListPath, static context => Tokens(context).ListAsync(context, Value(context, "id"))));
        LimitedEndpoint.Add(routes.MapGet(GrantTokenEndpoints.TokenPath, static context => Tokens(context).ReadAsync(context, Value(context, "id"), Value(context, "grant"))));

        static GrantTokenEndpoints Tokens(HttpContext context) => context.RequestServices.GetRequiredService<GrantTokenEndpoints>();

        static string Value(HttpContext context, string name) => (string)context.GetRouteValue(name)!; // its path has it
    }
}
