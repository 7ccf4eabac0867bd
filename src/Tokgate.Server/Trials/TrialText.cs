using System.Text.Json.Nodes;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Trials;

/// <summary>A trial in JSON: to the management API, to the dashboard and to whoever was given its link. A failure is told with what docs/errors knows of it.</summary>
internal sealed class TrialText(ErrorPages errors)
{
    public static string StateOf(Trial trial) => trial.State.ToString().ToLowerInvariant();

    public static JsonObject Summary(Trial trial) => new()
    {
        ["id"] = trial.Id,
        ["connection_id"] = trial.ConnectionId,
        ["connection"] = trial.Connection,
        ["tiktok_app"] = trial.TikTokApp,
        ["client_id"] = trial.ClientId,
        ["state"] = StateOf(trial),
        ["error_id"] = trial.ErrorId,
        ["run_by"] = trial.State == TrialState.Waiting ? null : trial.IsOwn ? "maker" : "link",
        ["created_by"] = trial.CreatedBy,
        ["created_at"] = Instants.Text(trial.CreatedAt),
        ["run_expires_at"] = Instants.Text(trial.RunExpiresAt),
        ["begun_at"] = trial.Departure is { } departure ? Instants.Text(departure.BegunAt) : null,
        ["ended_at"] = trial.EndedAt is { } ended ? Instants.Text(ended) : null,
        ["expires_at"] = Instants.Text(trial.ExpiresAt),
        ["shared_until"] = trial.ShareExpiresAt is { } shared ? Instants.Text(shared) : null,
    };

    public JsonObject Whole(Trial trial)
    {
        var told = Summary(trial);
        if (trial.Document is not null)
        {
            foreach (var (name, value) in JsonNode.Parse(trial.Document)!.AsObject()) // of our own making
            {
                told[name] = value?.DeepClone();
            }
        }

        if (told["failure"] is JsonObject failure && errors.Find((string?)failure["error_id"]) is { } page)
        {
            failure["title"] = page.Title;
            failure["meaning"] = page.Meaning;
            failure["causes"] = new JsonArray([.. page.Causes.Select(static cause => JsonValue.Create(cause))]);
            failure["remedy"] = page.Remedy;
        }

        return told;
    }
}
