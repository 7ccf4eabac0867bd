using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>What a script is told about a form that was only tried.</summary>
internal static class FormAnswer
{
    public static JsonObject Of(ManagementAnswer answer) => new()
    {
        ["message"] = answer.Error is { Details.Count: 0 } error ? error.Message : null,
        ["faults"] = new JsonArray([.. (answer.Error?.Details ?? []).Select(static fault => new JsonObject { ["member"] = fault.Member, ["message"] = fault.Message })]),
    };
}
