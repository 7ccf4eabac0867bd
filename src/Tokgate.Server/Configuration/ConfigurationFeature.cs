using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Configuration;

internal static class ConfigurationFeature
{
    /// <summary>Of all parts, in the order in which a document is written.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonObject>> Sections => [.. ClientPart.AllSections, .. ConnectionPart.AllSections, .. ReceiverPart.AllSections];

    public static IServiceCollection AddConfigurationDocuments(this IServiceCollection services) => services
        .AddSingleton<IConfigurationPart, ClientPart>()
        .AddSingleton<IConfigurationPart, ConnectionPart>()
        .AddSingleton<IConfigurationPart, ReceiverPart>()
        .AddSingleton<ConfigurationPlanner>()
        .AddSingleton<IManagementEndpoints, ConfigurationEndpoints>();
}
