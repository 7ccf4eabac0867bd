using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>
/// The management API for somebody who stands before us in another way than with a token: the same operations, scopes, checks and trail, without HTTP in between. Whatever
/// is done here can be done by the API, and the other way around.
/// </summary>
internal sealed class ManagementDesk(ManagementRoutes routes, AuditTrail trail)
{
    /// <param name="caller">Who calls, with the scopes that they have.</param>
    /// <param name="method">GET, POST, PATCH, PUT or DELETE.</param>
    /// <param name="path">Under /api/v2/, its parts escaped.</param>
    /// <param name="query">What is null or empty is not sent.</param>
    /// <param name="body">Null takes none.</param>
    /// <param name="version">The version that was seen; null if it does not matter.</param>
    /// <param name="aborted">The caller has gone.</param>
    public async Task<ManagementAnswer> SendAsync(
        ManagementCaller caller, string method, string path, IEnumerable<KeyValuePair<string, string?>> query, JsonNode? body, long? version, CancellationToken aborted)
    {
        var (route, values) = routes.Find(method, path) ?? throw new InvalidOperationException($"The management API has no {method} {path}.");
        var operation = route.Operation;
        var parameters = new Parameters();
        foreach (var (name, value) in query.Where(static pair => !string.IsNullOrEmpty(pair.Value)))
        {
            parameters.TryAdd(name, value!); // not null, as just seen
        }

        var answer = !caller.Has(operation.Scope)
            ? ManagementError.Forbidden($"This needs {operation.Scope}, which your role does not have.", "Ask an owner to do it, or to give you another role.")
            : ManagementGate.QueryFault(operation, parameters) ?? await route.HandleAsync(new ManagementCall(
                operation, caller, values, parameters, body is null ? Empty : JsonSerializer.SerializeToElement(body), version is null ? [] : [ManagementCall.ETag(version.Value)], aborted));

        // What a page asks while somebody types is no attempt, and would fill the trail.
        var isQuestion = parameters["dry_run"] == "true" && answer.Error?.Status == StatusCodes.Status400BadRequest;
        if (answer.Error is { } error && !isQuestion)
        {
            trail.Record(trail.New(AuditNames.ManagementRefused) with { Cause = error.Code, ErrorId = error.ErrorId, LogId = error.LogId, Change = null });
        }

        return answer;
    }

    private static readonly JsonElement Empty = JsonElement.Parse("{}");
}
