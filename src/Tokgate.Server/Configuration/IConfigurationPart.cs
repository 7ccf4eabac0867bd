using System.Text.Json.Nodes;

namespace Tokgate.Server.Configuration;

/// <summary>One kind of thing in a document.</summary>
internal interface IConfigurationPart
{
    /// <summary>Its sections, and the JSON Schema of what stands in them.</summary>
    IReadOnlyList<KeyValuePair<string, JsonObject>> Sections { get; }

    void Plan(ConfigurationDraft draft);

    /// <summary>Its sections of a document that makes what is there.</summary>
    IEnumerable<KeyValuePair<string, JsonArray>> Export(ConfigurationState state);
}
