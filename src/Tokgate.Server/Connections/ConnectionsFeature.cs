namespace Tokgate.Server.Connections;

internal static class ConnectionsFeature
{
    public static IServiceCollection AddUpstreamConnections(this IServiceCollection services) => services
        .AddSingleton<ConnectionDirectory>()
        .AddSingleton<ConnectionSeeding>();
}
