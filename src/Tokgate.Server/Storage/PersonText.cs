using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

/// <summary>What stands of a person's claims in columns of its own, because it is searched for.</summary>
internal static class PersonText
{
    public static string NameKey(JsonObject claims) => SearchKey.Of(Text(claims["name"]));

    public static string UsernameKey(JsonObject claims) => SearchKey.Of(Text(claims["preferred_username"]));

    // A mapping may put anything there.
    private static string? Text(JsonNode? claim) => claim is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
