using Microsoft.Extensions.Options;

namespace Tokgate.Server.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection("Tokgate:Audit")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptions.Validation>();
        services.AddHttpContextAccessor();
        services.AddSingleton<AuditTrail>().AddSingleton<SuspicionWatch>();
        return services.AddHostedService<AuditHostedService>();
    }
}
