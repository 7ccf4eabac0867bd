using Microsoft.Extensions.Options;

namespace Tokgate.Server.Sessions;

internal static class SessionsFeature
{
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrowserSessionOptions>().Bind(configuration.GetSection("Tokgate:Sessions")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrowserSessionOptions>, BrowserSessionOptions.Validation>();
        return services.AddSingleton<BrowserCookies>();
    }
}
