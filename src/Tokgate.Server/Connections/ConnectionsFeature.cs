using Tokgate.Server.Keys;

namespace Tokgate.Server.Connections;

internal static class ConnectionsFeature
{
    public static IServiceCollection AddUpstreamConnections(this IServiceCollection services) => services
        .AddSingleton<DeclaredConnections>()
        .AddSingleton<ConnectionSecrets>()
        .AddSingleton<ISealedRows>(static provider => provider.GetRequiredService<ConnectionSecrets>())
        .AddSingleton<ConnectionDirectory>()
        .AddSingleton<ConnectionSeeding>()
        .AddHostedService<ConnectionHostedService>();
}
