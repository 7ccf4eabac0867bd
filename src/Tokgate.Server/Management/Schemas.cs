using System.Text.Json.Nodes;

namespace Tokgate.Server.Management;

/// <summary>JSON Schemas of what has no shape of its own.</summary>
internal static class Schemas
{
    public static JsonObject Text => new() { ["type"] = "string" };

    public static JsonObject Flag => new() { ["type"] = "boolean" };

    public static JsonObject Number => new() { ["type"] = "integer" };

    public static JsonObject Any => [];

    public static JsonObject ListOf(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    /// <summary>The three forms of a list.</summary>
    public static JsonObject PageOf(string name, JsonObject item) => new()
    {
        ["oneOf"] = new JsonArray(
            ListOf(item.DeepClone().AsObject()),
            Object([], ("start", "integer"), ("limit", "integer"), ("length", "integer"), ("total", "integer")).WithProperty(name, ListOf(item.DeepClone().AsObject())),
            Object([], ("next", "string")).WithProperty(name, ListOf(item))),
    };

    public static JsonObject Object(JsonObject schema, params (string Name, string Type)[] more)
    {
        schema["type"] = "object";
        var properties = schema["properties"] as JsonObject;
        if (properties is null)
        {
            schema["properties"] = properties = [];
        }

        foreach (var (name, type) in more)
        {
            properties[name] = new JsonObject { ["type"] = type };
        }

        return schema;
    }

    public static JsonObject WithProperty(this JsonObject schema, string name, JsonObject property)
    {
        schema["properties"]!.AsObject()[name] = property; // made by Object
        return schema;
    }
}
