using System.Text.Json.Nodes;

namespace Tokgate.Server.Management.Shapes;

internal static class SchemaText
{
    public static JsonObject With(this JsonObject schema, string name, JsonNode? value)
    {
        schema[name] = value;
        return schema;
    }
}
