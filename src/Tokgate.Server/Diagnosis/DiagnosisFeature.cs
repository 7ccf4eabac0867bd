using Tokgate.Server.Management;

namespace Tokgate.Server.Diagnosis;

internal static class DiagnosisFeature
{
    public static IServiceCollection AddDiagnosis(this IServiceCollection services) => services
        .AddSingleton<InstallationExamination>()
        .AddSingleton<ConnectionExamination>()
        .AddSingleton<ConnectionHistory>()
        .AddSingleton<AbandonedStarts>()
        .AddSingleton<WebhookAddressExamination>()
        .AddSingleton<ClockExamination>()
        .AddSingleton<IManagementEndpoints, DiagnosisEndpoints>();
}
