using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>The doctor of a broker that serves: the same findings as <c>tokgate doctor</c>, and what only a running one can see.</summary>
/// <remarks>
/// Owns <c>/api/v2/diagnosis</c> and <c>/api/v2/connections/{id}/diagnosis</c>. Asks TikTok with what is configured, for seconds at most; changes nothing and tells no secret. Does not own the quick
/// answer whether a connection is ready (<c>/connections/{id}/status</c>, Management).
/// </remarks>
internal sealed class DiagnosisEndpoints(InstallationExamination installation, ConnectionExamination examination, ClockExamination clock, ConnectionDirectory connections) : IManagementEndpoints
{
    private static JsonObject Findings => Schemas.Object([], ("healthy", "boolean"))
        .WithProperty("findings", Schemas.ListOf(Schemas.Object([], ("check", "string"), ("level", "string"), ("message", "string"))));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "diagnosis", ManagementScopes.Read("tenant_settings"), "getDiagnosis")
        {
            Summary = "How this broker and all its connections stand, and what to mend. Each finding is fine, warning, failed or unknown. Asks TikTok; takes seconds.",
            Answer = () => Findings,
        }, call => AllAsync(call.Aborted)),
        new(new ManagementOperation("GET", "connections/{id}/diagnosis", ManagementScopes.Read("connections"), "getConnectionDiagnosis")
        {
            Summary = "How a connection stands, and what to mend: redirect URI, key and secret of each app, scopes, clock, webhooks, and why people could not sign in lately. Asks TikTok; takes seconds.",
            Answer = () => Findings,
        }, async call => connections.All.FirstOrDefault(connection => connection.Config.Id == call.Value("id")) is { } connection
            ? Tell([.. await examination.ExamineAsync(connection, call.Aborted), .. await clock.ExamineAsync([connection], call.Aborted)])
            : ManagementError.NotFound("connection")),
    ];

    private async Task<ManagementAnswer> AllAsync(CancellationToken cancellationToken)
    {
        var all = connections.All.ToList();
        var surroundings = installation.SurroundingsAsync(cancellationToken);
        var examined = all.Select(connection => examination.ExamineAsync(connection, cancellationToken)).ToList();
        var times = clock.ExamineAsync(all, cancellationToken);
        List<TokgateServerFinding> findings = [];
        await foreach (var finding in installation.FoundationAsync(cancellationToken))
        {
            findings.Add(finding);
        }

        return Tell([.. findings, .. await surroundings, .. await times, .. all.Count == 0 ? [ConnectionExamination.None] : (await Task.WhenAll(examined)).SelectMany(static part => part)]);
    }

    private static ManagementAnswer Tell(IReadOnlyList<TokgateServerFinding> findings) => new JsonObject
    {
        ["healthy"] = findings.All(static finding => finding.Level != Failed),
        ["findings"] = new JsonArray([.. findings.Select(static finding => new JsonObject { ["check"] = finding.Check, ["level"] = finding.Level.ToString().ToLowerInvariant(), ["message"] = finding.Message })]),
    };
}
