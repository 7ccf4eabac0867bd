using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Configuration;

/// <summary>The document's JSON Schema, made of the management API's own shapes: one thing has one description.</summary>
internal static class ConfigurationSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people and editors, who have no broker at hand.</summary>
    public static string Text() => Of(ConfigurationFeature.Sections).ToJsonString(Indented);

    public static JsonObject Of(IEnumerable<KeyValuePair<string, JsonObject>> sections)
    {
        var properties = new JsonObject
        {
            [ConfigurationDocument.SchemaMember] = Schemas.Text,
            [ConfigurationDocument.VersionMember] = new JsonObject { ["const"] = ConfigurationDocument.Version },
        };
        foreach (var (name, item) in sections)
        {
            properties[name] = Schemas.ListOf(Settable(item.DeepClone().AsObject()));
        }

        return new JsonObject
        {
            ["$schema"] = Dialect,
            ["title"] = "Tokgate configuration",
            ["type"] = "object",
            ["required"] = new JsonArray(ConfigurationDocument.VersionMember),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    // What only the server says cannot be written in a document.
    private static JsonObject Settable(JsonObject schema)
    {
        if (schema["properties"] is JsonObject properties)
        {
            foreach (var (name, member) in properties.ToList())
            {
                if (member?["readOnly"]?.GetValue<bool>() == true)
                {
                    properties.Remove(name);
                }
                else if (member is JsonObject inner)
                {
                    Settable(inner);
                }
            }
        }

        if (schema["items"] is JsonObject items)
        {
            Settable(items);
        }

        return schema;
    }
}
