using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>A connection as Auth0's management API tells it, as a document: by the rules of the connections API, or the reasons why it cannot be.</summary>
internal static class Auth0Import
{
    // Said by their server, or said elsewhere here.
    private static readonly string[] Foreign = ["id", "enabled_clients", "provisioning_ticket_url", "declared", "callback_url", "webhook_url", "created_at", "updated_at"];

    public static TokgateServerImport Of(JsonObject connection)
    {
        var item = connection.DeepClone().AsObject();
        var notes = new List<string>();
        if (item["enabled_clients"] is JsonArray { Count: > 0 })
        {
            notes.Add("enabled_clients was left out: here a client lists its connections, and may use all of them if it lists none.");
        }

        foreach (var name in Foreign)
        {
            item.Remove(name);
        }

        if (item["options"] is JsonObject options && options.Remove("client_secret"))
        {
            notes.Add("The secret was not copied: set the variable that the document names.");
        }

        var faults = new Faults();
        var view = ShapeText.Take(ConnectionShape.Shape, ConnectionView.Empty, item, "connection", faults);
        if (!faults.Any)
        {
            foreach (var fault in ConnectionRules.Faults(view.Config).Select(ConnectionChecks.Split))
            {
                faults.Add("connection." + fault.Member, fault.Message);
            }
        }

        if (faults.Any)
        {
            return new TokgateServerImport(null, [.. faults.All.Select(static fault => $"{fault.Member} {fault.Message}")], []);
        }

        // Every app needs a secret here, and none was taken over.
        var needy = view.With(static config => config with { Apps = [.. config.Apps.Select(static app => app with { ClientSecret = Tokgate.TikTok.ClientSecret.From("to-be-given") })] });
        var document = new JsonObject
        {
            [ConfigurationDocument.VersionMember] = ConfigurationDocument.Version,
            [ConnectionPart.Connections] = new JsonArray(ConnectionPart.Exported(needy, SecretNames.Of(view.Config.Apps.Select(static app => app.ClientKey), "APP"))),
        };
        return new TokgateServerImport(document.ToJsonString(), [], [.. notes, .. view.Warnings]);
    }
}
