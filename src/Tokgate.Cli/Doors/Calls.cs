using System.Text.Json.Nodes;

namespace Tokgate.Cli.Doors;

internal static class Calls
{
    /// <summary>The answer's body, or the refusal in the server's own words.</summary>
    public static async Task<JsonNode?> CallAsync(this IManagementDoor door, string method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var (status, answer) = await door.SendAsync(method, path, body, cancellationToken);
        if (status is >= 200 and < 300)
        {
            return answer;
        }

        var told = answer as JsonObject;
        var message = Text(told?["message"]) ?? Text(told?["error_description"]) ?? $"the server answered {status} without saying why";
        var details = (told?["details"] as JsonArray ?? []).OfType<JsonObject>().Select(static detail => $"{Text(detail["member"])}: {Text(detail["message"])}").ToList();
        var said = details.Count > 0 ? $"what was sent has {details.Count} fault(s):" : message;
        throw new CommandException(ErrorIds.CallRefused, $"{door.Name} refused ({status}): {said}{(Text(told?["advice"]) is { } advice ? " " + advice : "")}") { Details = details };
    }

    public static Task<JsonNode?> GetAsync(this IManagementDoor door, string path, CancellationToken cancellationToken) => door.CallAsync("GET", path, null, cancellationToken);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
