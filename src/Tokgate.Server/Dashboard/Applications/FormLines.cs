using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>A field with one thing in each line.</summary>
internal static class FormLines
{
    /// <summary>Empty lines are none, and spaces around a line are the paste's.</summary>
    public static JsonArray Of(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonValue.Create(line))];
}
