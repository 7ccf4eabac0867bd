using Tokgate.Server.Management;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Trials;

internal static class TrialsFeature
{
    public static IServiceCollection AddTrials(this IServiceCollection services) => services
        .AddSingleton<TrialStart>()
        .AddSingleton<TrialResult>()
        .AddSingleton<TrialText>()
        .AddSingleton<TrialLinks>()
        .AddSingleton<IOtherCallback, TrialCallback>()
        .AddSingleton<IManagementEndpoints, TrialEndpoints>();
}
