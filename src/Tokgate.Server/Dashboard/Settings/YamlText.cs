using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>A JSON document as block YAML. Every text is quoted as in JSON, which YAML reads alike, so no text is ever taken for something else.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode document)
    {
        var text = new StringBuilder();
        Write(text, document, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members)
                {
                    text.Append(' ', depth * 2).Append(Name(name)).Append(':');
                    WriteBeside(text, value, depth);
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    text.Append(' ', depth * 2).Append('-');
                    WriteBeside(text, item, depth);
                }

                break;
            default:
                text.Append(' ', depth * 2).Append(Scalar(node)).Append('\n');
                break;
        }
    }

    private static void WriteBeside(StringBuilder text, JsonNode? value, int depth)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Write(text, value, depth + 1);
        }
        else
        {
            text.Append(' ').Append(Scalar(value)).Append('\n');
        }
    }

    private static string Name(string name) => name.Length > 0 && name.All(static character => char.IsAsciiLetterLower(character) || character == '_') && name is not ("null" or "true" or "false" or "y" or "n" or "yes" or "no" or "on" or "off")
        ? name
        : Scalar(JsonValue.Create(name));

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ => value.ToJsonString(Readable),
    };
}
