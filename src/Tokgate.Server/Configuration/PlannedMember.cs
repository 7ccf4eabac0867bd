using System.Text.Json.Nodes;

namespace Tokgate.Server.Configuration;

/// <param name="Name">Its path in the thing, with dots.</param>
/// <param name="Before">Null if it is not there. Of a secret: fingerprints.</param>
/// <param name="After">As <paramref name="Before"/>.</param>
internal sealed record PlannedMember(string Name, JsonNode? Before, JsonNode? After)
{
    public bool IsSecret { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["member"] = Name, ["before"] = Before?.DeepClone(), ["after"] = After?.DeepClone() };
        if (IsSecret)
        {
            json["secret"] = true;
        }

        return json;
    }
}
