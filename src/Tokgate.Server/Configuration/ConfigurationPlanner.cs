using System.Text.Json.Nodes;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Configuration;

/// <summary>A document into a plan, a plan into what is there, and what is there into a document.</summary>
internal sealed class ConfigurationPlanner(
    IEnumerable<IConfigurationPart> parts, IConfigurationStore store, ClientDirectory clients, ConnectionDirectory connections, ReceiverDirectory receivers)
{
    private readonly IReadOnlyList<IConfigurationPart> parts = [.. parts];

    public async Task<ConfigurationPlan> PlanAsync(ConfigurationRequest request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var faults = new Faults();
        var document = ConfigurationDocument.Read(request.Document, [.. parts.SelectMany(static part => part.Sections).Select(static section => section.Key)], faults);
        var draft = new ConfigurationDraft(state, document, new SecretReferences(request.Secrets), request);
        foreach (var fault in faults.All)
        {
            draft.Faults.Add(fault.Member, fault.Message);
        }

        foreach (var part in parts)
        {
            part.Plan(draft);
        }

        return new ConfigurationPlan(state.Digest(), draft);
    }

    public async Task<ConfigurationOutcome> ApplyAsync(ConfigurationPlan plan, CancellationToken cancellationToken)
    {
        var writes = plan.Draft.Writes;
        var outcome = await store.TryWriteAsync(writes, plan.State, cancellationToken);
        foreach (var client in writes.Clients)
        {
            clients.Forget(client.Before?.Id ?? client.After!.Id); // one of the two is there
        }

        if (outcome == ConfigurationOutcome.Done)
        {
            // It is written, whether or not who asked is still there.
            await connections.RefreshAsync(CancellationToken.None);
            await receivers.RefreshAsync(CancellationToken.None);
        }

        return outcome;
    }

    public async Task<JsonObject> ExportAsync(CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var document = new JsonObject { [ConfigurationDocument.VersionMember] = ConfigurationDocument.Version };
        foreach (var (name, items) in parts.SelectMany(part => part.Export(state)))
        {
            document[name] = items;
        }

        return document;
    }
}
