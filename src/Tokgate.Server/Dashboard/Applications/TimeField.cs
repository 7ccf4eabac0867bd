using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>A field for a time: a number and its unit.</summary>
internal sealed record TimeField(string Member, string Label, string Hint, JsonNode? Value, FieldFaults Faults)
{
    public string Id => Member.Replace('.', '-');
}
