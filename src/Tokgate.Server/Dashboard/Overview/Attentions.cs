using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Dashboard.Logs;

namespace Tokgate.Server.Dashboard.Overview;

/// <summary>What needs attention, from what the management API tells.</summary>
internal static class Attentions
{
    public static IEnumerable<Attention> Of(IReadOnlyList<JsonNode> connections, IReadOnlyList<(string Name, JsonNode? Status)> statuses) =>
        connections.Count == 0
            ? [new("no-connection", EventTone.Bad, "There is no connection, so nobody can sign in. Make one with the client key and secret of your TikTok app.", "/dashboard/connections", "Connections")]
            : connections.SelectMany(static connection => OfConnection(connection))
                .Concat(statuses.Where(static status => status.Status is not null && !status.Status.Flag("ready")).Select(static status =>
                    new Attention("connection-not-ready", EventTone.Bad, $"Nobody can sign in by connection {status.Name}: {string.Join(" ", status.Status.Texts("reasons"))}", "/dashboard/connections", "Connections")));

    public static IEnumerable<Attention> OfGrants(JsonNode? grants)
    {
        foreach (var app in grants.Parts("paused_apps"))
        {
            yield return new("app-paused", EventTone.Bad, $"TikTok refuses the key or secret of app {app.Text("tiktok_app")}. Its grants are not refreshed until both are right again.", "/dashboard/connections", "Connections");
        }

        if (grants.Number("needs_reauthorization") is > 0 and var lost)
        {
            yield return new("grants-lost", EventTone.Notice, $"{Count(lost, "TikTok grant")} can be refreshed no more. Who gave them must sign in with TikTok again.", "/dashboard/logs?kind=tiktok", "Log of grants");
        }

        if (grants.Number("ambiguous") is > 0 and var unclear)
        {
            yield return new("grants-unclear", EventTone.Notice, $"Of {Count(unclear, "TikTok grant")} nobody knows whether the last refresh took place. They are tried again by themselves.", "/dashboard/logs?kind=tiktok", "Log of grants");
        }

        if (grants.Number("expiring") is > 0 and var expiring)
        {
            yield return new("grants-expiring", EventTone.Notice, $"{Count(expiring, "TikTok grant")} will end within 7 days unless TikTok renews the refresh token.", "/dashboard/logs?kind=tiktok", "Log of grants");
        }
    }

    public static IEnumerable<Attention> OfWebhooks(IReadOnlyList<JsonNode> receivers)
    {
        foreach (var receiver in receivers)
        {
            if (receiver.Instant("disabled_at") is not null && receiver.Text("disabled_cause") != "operator")
            {
                yield return new("webhook-disabled", EventTone.Bad, $"The webhook receiver {receiver.Text("id")} gets nothing any more, because it {(receiver.Text("disabled_cause") == "gone" ? "said that it is gone" : "failed for too long")}.", "/dashboard/settings", "Settings");
            }
            else if (receiver.Instant("disabled_at") is null && receiver.Instant("failing_since") is { } since)
            {
                yield return new("webhook-failing", EventTone.Notice, string.Create(CultureInfo.InvariantCulture, $"Deliveries to the webhook receiver {receiver.Text("id")} have failed since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC. They are tried again by themselves."), "/dashboard/settings", "Settings");
            }
        }
    }

    public static IEnumerable<Attention> OfKeys(IReadOnlyList<JsonNode> keys) => keys.Where(static key => key.Flag("next")).Select(static key => new Attention(
        "key-rotates", EventTone.Neutral, string.Create(CultureInfo.InvariantCulture, $"A new {key.Text("alg")} key signs from {key.Instant("current_since")?.UtcDateTime:yyyy-MM-dd HH:mm} UTC on. Applications that read the key set need do nothing."), "/dashboard/settings", "Settings"));

    /// <param name="administrators">Those that the viewer may see; nobody for who may not.</param>
    /// <param name="viewer">Who has nothing to sign in with is told so on every page.</param>
    public static IEnumerable<Attention> OfAdministrators(IReadOnlyList<JsonNode> administrators, string viewer)
    {
        foreach (var administrator in administrators)
        {
            var (name, ways) = (administrator.Text("user_name"), administrator.Texts("signs_in_by"));
            if (ways.Count == 0 && name != viewer)
            {
                yield return new("administrator-without-way", EventTone.Notice, $"Administrator {name} has nothing to sign in with and cannot come back when the session ends.", "/dashboard/settings/administrators", "Administrators");
            }
            else if (ways is ["broker"])
            {
                yield return new("administrator-by-tiktok-alone", EventTone.Notice, $"Administrator {name} signs in by TikTok alone: whoever has that TikTok account has this broker. A passkey would be better.", "/dashboard/settings/administrators", "Administrators");
            }
        }
    }

    private static IEnumerable<Attention> OfConnection(JsonNode connection)
    {
        var name = connection.Text("name");
        var live = connection.Part("options").Parts("apps").FirstOrDefault(static app => app.Flag("live"));
        if (live.Text("environment") == "emulator")
        {
            yield return new("emulator", EventTone.Neutral, $"Connection {name} uses the emulator: nobody is asked for a real TikTok account. Add your TikTok app's key and secret when you have them.", "/dashboard/connections", "Connections");
        }
        else if (live.Text("environment") == "sandbox")
        {
            yield return new("sandbox", EventTone.Neutral, $"Connection {name} uses a sandbox app: only its target users can sign in.", "/dashboard/connections", "Connections");
        }
    }

    private static string Count(long? number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
