using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Trials;

/// <summary>Trials of a connection: sign-ins that make nobody, and say step by step what was seen.</summary>
/// <remarks>
/// Owns <c>/api/v2/connections/{id}/trials</c>, <c>/trials/{trial_id}</c> and <c>/trials/{trial_id}/link</c>. To make one gives the address that runs it, once, in a browser; the connection may be disabled
/// and the app need not be live. A trial and its links end by themselves after a day. Does not own how one runs (<see cref="TrialStart"/>, <see cref="TrialCallback"/>) nor real sign-ins (Upstream).
/// </remarks>
internal sealed class TrialEndpoints(ITrialStore store, ConnectionDirectory connections, ClientDirectory clients, TrialLinks links, TrialText text, TimeProvider time) : IManagementEndpoints
{
    private const string Path = "connections/{id}/trials";
    private const int Most = 20;

    /// <summary>How long a trial and everything that it showed is kept.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private static JsonObject Trial => Schemas.Object(
        [],
        ("id", "string"), ("connection_id", "string"), ("connection", "string"), ("tiktok_app", "string"), ("client_id", "string"), ("state", "string"), ("error_id", "string"), ("run_by", "string"), ("created_by", "string"),
        ("created_at", "string"), ("run_expires_at", "string"), ("begun_at", "string"), ("ended_at", "string"), ("expires_at", "string"), ("shared_until", "string"));

    private static JsonObject Whole => Trial
        .WithProperty("steps", Schemas.ListOf(Schemas.Object([], ("name", "string"), ("at", "string"), ("duration_ms", "integer"), ("outcome", "string"), ("note", "string"), ("log_id", "string"), ("request", "object"), ("answer", "object"))))
        .WithProperty("scopes", Schemas.Object([]).WithProperty("asked", Schemas.ListOf(Schemas.Text)).WithProperty("granted", Schemas.ListOf(Schemas.Text)).WithProperty("refused", Schemas.ListOf(Schemas.Text)))
        .WithProperty("mapping", Schemas.ListOf(Schemas.Object([], ("claim", "string"), ("path", "string"))))
        .WithProperty("id_token", Schemas.Object([]))
        .WithProperty("userinfo", Schemas.Object([]))
        .WithProperty("failure", Schemas.Object([], ("error_id", "string"), ("cause", "string"), ("log_id", "string"), ("title", "string"), ("meaning", "string"), ("remedy", "string")));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", Path, ManagementScopes.Read("connections"), "listConnectionTrials")
        {
            Summary = $"The last {Most} trials of a connection, the newest first.",
            Answer = () => Schemas.Object([]).WithProperty("trials", Schemas.ListOf(Trial)),
        }, ListAsync),
        new(new ManagementOperation("POST", Path, ManagementScopes.Create("connections"), "createConnectionTrial")
        {
            Summary = "Makes a trial. run_url is opened once, in a browser: it signs in at TikTok, makes nobody, and shows what was seen. app is a client key of the connection, the live one unless told; client_id the application whose tokens are shown.",
            HasNoDryRun = true,
            Body = () => Schemas.Object([], ("app", "string"), ("client_id", "string")),
            Answer = () => Trial.WithProperty("run_url", Schemas.Text),
            Status = StatusCodes.Status201Created,
        }, CreateAsync),
        new(new ManagementOperation("GET", Path + "/{trial_id}", ManagementScopes.Read("connections"), "getConnectionTrial")
        {
            Summary = "A trial with everything that was seen; secrets, codes and tokens are masked.",
            Answer = () => Whole,
        }, async call => await FindAsync(call) is { } trial ? text.Whole(trial) : ManagementError.NotFound("trial")),
        new(new ManagementOperation("DELETE", Path + "/{trial_id}", ManagementScopes.Delete("connections"), "deleteConnectionTrial")
        {
            Summary = "Deletes a trial and its links.",
            Status = StatusCodes.Status204NoContent,
        }, async call => await FindAsync(call) is { } trial && (call.IsDryRun || await store.DeleteAsync(trial.Id, call.Aborted)) ? ManagementAnswer.Nothing : ManagementError.NotFound("trial")),
        new(new ManagementOperation("POST", Path + "/{trial_id}/link", ManagementScopes.Create("connections"), "shareConnectionTrial")
        {
            Summary = "A link by which anybody may read the trial until it ends, without signing in. A link of before is no good any more.",
            HasNoDryRun = true,
            Answer = () => Schemas.Object([], ("url", "string"), ("expires_at", "string")),
            Status = StatusCodes.Status201Created,
        }, ShareAsync),
        new(new ManagementOperation("DELETE", Path + "/{trial_id}/link", ManagementScopes.Delete("connections"), "unshareConnectionTrial")
        {
            Summary = "Takes that link back.",
            Status = StatusCodes.Status204NoContent,
        }, async call => await FindAsync(call) is { } trial && (call.IsDryRun || await store.ShareAsync(trial.Id, null, null, call.Aborted)) ? ManagementAnswer.Nothing : ManagementError.NotFound("trial")),
    ];

    private Connection? ConnectionOf(ManagementCall call) => connections.All.FirstOrDefault(connection => connection.Config.Id == call.Value("id"));

    private async Task<Trial?> FindAsync(ManagementCall call) => await store.FindAsync(call.Value("trial_id"), call.Aborted) is { } trial && trial.ConnectionId == call.Value("id") ? trial : null;

    private async Task<ManagementAnswer> ListAsync(ManagementCall call) => ConnectionOf(call) is { } connection
        ? new JsonObject { ["trials"] = new JsonArray([.. (await store.ListAsync(connection.Config.Id, Most, call.Aborted)).Select(TrialText.Summary)]) }
        : ManagementError.NotFound("connection");

    private async Task<ManagementAnswer> CreateAsync(ManagementCall call)
    {
        if (call.BodyFault("app", "client_id") is { } unknown)
        {
            return unknown;
        }

        if (ConnectionOf(call) is not { } connection)
        {
            return ManagementError.NotFound("connection");
        }

        if (connection.IsDouyin)
        {
            return NotAtDouyin;
        }

        var faults = new Faults();
        var (app, clientId) = (TextOf(call.Body, "app", faults) ?? connection.Config.LiveApp, TextOf(call.Body, "client_id", faults));
        if (connection.Config.Find(app) is not { } config)
        {
            faults.Add("app", "must be the client key of one of the connection's apps");
            return ManagementError.InvalidBody(faults.All);
        }

        if (clientId is not null && await clients.FindAsync(clientId, call.Aborted) is not { Client.Type: not ClientType.Machine })
        {
            faults.Add("client_id", "must be the id of an application that people sign in to");
        }

        if (faults.Any)
        {
            return ManagementError.InvalidBody(faults.All);
        }

        if (connection.Find(app) is null || connection.ScopesFor(TrialStart.Scopes, config).Count == 0)
        {
            return Unusable;
        }

        var handle = Handle.New(HandleKind.TrialRun);
        var now = time.GetUtcNow();
        var trial = new Trial
        {
            Id = "trl_" + RandomId.New(),
            ConnectionId = connection.Config.Id,
            Connection = connection.Name,
            TikTokApp = app,
            ClientId = clientId,
            CreatedBy = call.Caller.ClientId,
            RunExpiresAt = now + Lifetime,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await store.AddAsync(trial, handle.Hash(), call.Aborted);
        var told = TrialText.Summary(trial);
        told["run_url"] = links.Run(handle);
        return told;
    }

    private async Task<ManagementAnswer> ShareAsync(ManagementCall call)
    {
        var handle = Handle.New(HandleKind.TrialLink);
        return await FindAsync(call) is { } trial && await store.ShareAsync(trial.Id, handle.Hash(), trial.ExpiresAt, call.Aborted)
            ? new JsonObject { ["url"] = links.Read(handle), ["expires_at"] = Instants.Text(trial.ExpiresAt) }
            : ManagementError.NotFound("trial");
    }

    private static string? TextOf(JsonElement body, string name, Faults faults)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 200 } said)
        {
            return said;
        }

        faults.Add(name, "must be a text");
        return null;
    }

    private static ManagementError NotAtDouyin { get; } = ManagementError.Conflict("connection_app_unusable", "A connection that leads to Douyin cannot be tried: a trial gives its tokens back, and Douyin has no call for that.") with
    {
        ErrorId = ErrorIds.DouyinHasNone,
        Advice = "Sign in once by an application of yours; the log shows that sign-in as one story.",
    };

    private static ManagementError Unusable { get; } = ManagementError.Conflict("connection_app_unusable", "This app cannot be tried: no secret is known for it, or none of its scopes is approved.") with
    {
        ErrorId = ErrorIds.TrialUnusable,
        Advice = "Give the app its client secret, and name in approved_scopes what TikTok has approved it for.",
    };
}
