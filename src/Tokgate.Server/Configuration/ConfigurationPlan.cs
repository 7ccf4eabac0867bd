using System.Text.Json.Nodes;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>What applying a document would do, on the state that it was planned on.</summary>
/// <param name="State">The digest of that state.</param>
/// <param name="Draft">What came of the planning; if it has faults there is nothing to apply.</param>
internal sealed record ConfigurationPlan(string State, ConfigurationDraft Draft)
{
    public IReadOnlyList<Fault> Faults => Draft.Faults.All;

    public bool IsEmpty => Draft.Changes.Count == 0;

    public JsonObject ToJson() => new()
    {
        ["state"] = State,
        ["changes"] = new JsonArray([.. Draft.Changes.Select(static change => change.ToJson())]),
        ["left_alone"] = new JsonArray([.. Draft.LeftAlone.Select(static left => new JsonObject { ["kind"] = left.Kind, ["id"] = left.Id, ["why"] = left.Why })]),
        ["notes"] = new JsonArray([.. Draft.Notes.Select(static note => JsonValue.Create(note))]),
    };
}
