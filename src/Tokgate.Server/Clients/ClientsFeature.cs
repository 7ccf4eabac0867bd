namespace Tokgate.Server.Clients;

internal static class ClientsFeature
{
    public static IServiceCollection AddClients(this IServiceCollection services) => services
        .AddSingleton<ClientDirectory>()
        .AddSingleton<ClientAuthentication>()
        .AddSingleton<ClientSeeding>()
        .AddSingleton<GuessLimit>()
        .AddSingleton<SecretUseHostedService>()
        .AddHostedService(static provider => provider.GetRequiredService<SecretUseHostedService>());
}
