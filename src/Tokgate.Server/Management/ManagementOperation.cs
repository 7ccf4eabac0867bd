using System.Text.Json.Nodes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>One operation of the management API: what opens it, what it takes and gives. Documentation and the tests of every route are made from these.</summary>
/// <param name="Method">GET, POST, PATCH, PUT or DELETE.</param>
/// <param name="Path">Under /api/v2/, with route values in braces.</param>
/// <param name="Scope">The one scope that opens it; nothing is open without (T-64).</param>
/// <param name="Name">For documentation and generated clients: <c>listClients</c>.</param>
internal sealed record ManagementOperation(string Method, string Path, string Scope, string Name)
{
    private bool? takesArray;

    public required string Summary { get; init; }

    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <value>JSON Schema of the body, made when somebody reads it; null takes none.</value>
    public Func<JsonObject>? Body { get; init; }

    /// <value>JSON Schema of the answer, made when somebody reads it; null gives none.</value>
    public Func<JsonObject>? Answer { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <value>In bytes. More than the rest of the broker takes only where a whole set-up is sent.</value>
    public int MaxBodyLength { get; init; } = RequestReader.MaxFormLength;

    /// <summary>Where Auth0 has a bare array, which its clients then send.</summary>
    public bool TakesArray => takesArray ??= (string?)Body?.Invoke()["type"] == "array";

    public bool IsRead => HttpMethods.IsGet(Method);

    /// <summary>A read whose question does not fit into an address, or an action that changes nothing that could be tried dry.</summary>
    public bool HasNoDryRun { get; init; }

    /// <value>Whether a key makes a repetition harmless.</value>
    public bool IsIdempotencyKeyed => HttpMethods.IsPost(Method);

    /// <summary>Every parameter that may be in the query.</summary>
    public IEnumerable<QueryParameter> AllQuery => IsRead || HasNoDryRun ? Query : Query.Append(QueryParameter.DryRun);
}
