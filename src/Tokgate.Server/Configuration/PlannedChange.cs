using System.Text.Json.Nodes;

namespace Tokgate.Server.Configuration;

/// <summary>What would become of one thing, member by member.</summary>
internal sealed record PlannedChange(string Kind, string Id, PlannedAction Action, IReadOnlyList<PlannedMember> Members)
{
    public JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["id"] = Id,
        ["action"] = Action switch { PlannedAction.Create => "create", PlannedAction.Change => "change", _ => "delete" },
        ["members"] = new JsonArray([.. Members.Select(static member => member.ToJson())]),
    };
}
