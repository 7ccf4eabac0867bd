using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>Reads what somebody typed into a form.</summary>
internal static class Typed
{
    /// <summary>Words with spaces, commas or lines between.</summary>
    public static JsonArray Words(string? text) => [.. (text ?? "").Split([' ', ',', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(static word => JsonValue.Create(word))];

    /// <summary>Null for nothing typed.</summary>
    public static JsonNode? Optional(string? text) => string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text.Trim());

    public static bool Flag(this IFormCollection form, string name) => form[name].Contains("true");

    /// <summary>What a person types for an app, as the management API takes it.</summary>
    public static JsonObject App(IFormCollection form, string environment)
    {
        var app = new JsonObject { ["client_id"] = form["clientKey"].ToString().Trim(), ["client_secret"] = form["clientSecret"].ToString().Trim() };
        var (address, label, approved) = (form["address"].ToString().Trim(), form["label"].ToString().Trim(), form["approved"].ToString());
        if (address.Length > 0)
        {
            app["address"] = address;
        }
        else if (environment.Length > 0)
        {
            app["environment"] = environment;
        }

        if (label.Length > 0)
        {
            app["label"] = label;
        }

        if (!string.IsNullOrWhiteSpace(approved))
        {
            app["approved_scopes"] = Words(approved);
        }

        return app;
    }
}
