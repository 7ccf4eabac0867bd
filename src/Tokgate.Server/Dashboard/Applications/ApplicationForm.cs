using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>An application's settings as the form sends them, in the management API's words. What the form of this type does not show is not sent, so it stays.</summary>
internal static class ApplicationForm
{
    /// <summary>What stands beside a time's number: its size in seconds.</summary>
    public static IReadOnlyList<(long Seconds, string Name)> Units { get; } = [(1, "seconds"), (60, "minutes"), (3_600, "hours"), (86_400, "days")];

    /// <param name="form">What was sent.</param>
    /// <param name="stored">The application as it is: what is in it and not in the form any more goes.</param>
    public static JsonObject Read(IFormCollection form, JsonNode? stored)
    {
        var type = stored.Text("app_type");
        var body = new JsonObject
        {
            ["name"] = Text("name"),
            ["description"] = Text("description"),
            ["status"] = form["status"].ToString() == "disabled" ? "disabled" : "active",
            ["access_token_lifetime"] = Time("access_token_lifetime"),
            ["client_metadata"] = Notes(),
        };
        if (ApplicationType.HasProof(type))
        {
            body["token_endpoint_auth_methods"] = Texts("token_endpoint_auth_methods");
            body["jwks"] = Keys(Text("jwks"));
        }

        if (type == ApplicationType.Machine)
        {
            return body;
        }

        body["callbacks"] = FormLines.Of(form["callbacks"].ToString());
        body["allowed_logout_urls"] = FormLines.Of(form["allowed_logout_urls"].ToString());
        body["connections"] = form["all_connections"] == "true" ? null : Texts("connections");
        body["is_first_party"] = Flag("is_first_party");
        if (form.ContainsKey("grant_types"))
        {
            body["grant_types"] = Texts("grant_types");
        }

        body["scopes"] = new JsonArray([.. form["scopes"].ToString().Split([' ', '\n', '\r', ','], StringSplitOptions.RemoveEmptyEntries).Select(static word => JsonValue.Create(word))]);
        body["require_pushed_authorization_requests"] = Flag("require_pushed_authorization_requests");
        body["jwt_configuration"] = new JsonObject { ["lifetime_in_seconds"] = Time("jwt_configuration.lifetime_in_seconds"), ["alg"] = form["jwt_configuration.alg"].ToString() };
        var refresh = new JsonObject
        {
            ["token_lifetime"] = Time("refresh_token.token_lifetime"),
            ["idle_token_lifetime"] = Time("refresh_token.idle_token_lifetime"),
            ["session_bound"] = Flag("refresh_token.session_bound"),
        };
        body["refresh_token"] = refresh;
        if (type == ApplicationType.Web)
        {
            body["require_pkce"] = Flag("require_pkce");
            refresh["rotation_type"] = Flag("refresh_token.rotation_type") ? "rotating" : "non-rotating";
        }

        var logout = Text("oidc_logout.backchannel_logout_urls");
        body["oidc_logout"] = new JsonObject
        {
            ["backchannel_logout_urls"] = logout.Length == 0 ? new JsonArray() : new JsonArray(logout),
            ["backchannel_logout_session_required"] = Flag("oidc_logout.backchannel_logout_session_required"),
        };
        return body;

        string Text(string name) => form[name].ToString().Trim();

        bool Flag(string name) => form[name] == "true";

        JsonArray Texts(string name) => [.. form[name].OfType<string>().Select(static text => JsonValue.Create(text))];

        JsonObject Notes()
        {
            var notes = new JsonObject((stored.Part("client_metadata") as JsonObject ?? []).Select(static pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, null)));
            foreach (var (name, value) in Metadata(form))
            {
                notes[name] = value;
            }

            return notes;
        }

        // What is no number is sent as it is, so that the refusal is said where all others are.
        JsonNode Time(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(form[name + ".unit"], NumberStyles.None, CultureInfo.InvariantCulture, out var unit) && unit is > 0 and <= 86_400
            ? JsonValue.Create(number * unit)
            : JsonValue.Create(Text(name));
    }

    /// <summary>The rows in which something stands.</summary>
    public static IReadOnlyList<(string Name, string Value)> Metadata(IFormCollection form) =>
        [.. form["client_metadata.name"].Zip(form["client_metadata.value"], static (name, value) => (name?.Trim() ?? "", value?.Trim() ?? "")).Where(static row => row is not ("", ""))];

    /// <summary>What cannot be said in the management API's words: there, a name has one value.</summary>
    public static ManagementError? Fault(IFormCollection form) =>
        Metadata(form).GroupBy(static row => row.Name, StringComparer.Ordinal).FirstOrDefault(static rows => rows.Count() > 1) is { } doubled
            ? ManagementError.InvalidBody([new Fault("client_metadata", doubled.Key.Length == 0 ? "two values have no name" : $"{Shown.Text(doubled.Key, 60)} stands there twice")])
            : null;

    // What is no JSON is sent as text, as above.
    private static JsonNode? Keys(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) ?? JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>A time as people read it: in the largest unit in which it is whole.</summary>
    public static (string Number, long Unit) Split(JsonNode? value)
    {
        if (value is not JsonValue sent || !sent.TryGetValue<long>(out var seconds))
        {
            return (value?.ToString() ?? "", 1);
        }

        var unit = Units.Last(unit => unit.Seconds == 1 || (seconds > 0 && seconds % unit.Seconds == 0)).Seconds;
        return ((seconds / unit).ToString(CultureInfo.InvariantCulture), unit);
    }
}
