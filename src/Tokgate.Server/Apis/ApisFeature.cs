namespace Tokgate.Server.Apis;

internal static class ApisFeature
{
    public static IServiceCollection AddApis(this IServiceCollection services) => services.AddSingleton<ApiDirectory>();
}
