using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;
using Tokgate.Server.Webhooks;
using Tokgate.Vault;

namespace Tokgate.Server.Management;

/// <summary>Connections, in Auth0's shape.</summary>
/// <remarks>
/// Owns <c>/api/v2/connections</c>, <c>/connections/{id}</c>, <c>/connections/{id}/status</c> and <c>/connections/{id}/preview</c>. Secrets come in and never go out. What settings manage is changed
/// there and not here; an app or a connection that grants need goes only by <c>force</c>. Does not own what a connection may be (Connections), nor which clients use it
/// (<see cref="ConnectionClientEndpoints"/>).
/// </remarks>
internal sealed class ConnectionEndpoints(
    IConnectionStore store, ConnectionSecrets secrets, DeclaredConnections declared, ConnectionDirectory directory, ConnectionChecks checks, VaultStores vault, Issuer issuer, Paging paging, AuditTrail trail,
    TimeProvider time) : IManagementEndpoints
{
    private static readonly QueryParameter Force = new("force", QueryKind.Flag, "true: also if somebody's grant needs what goes. Those grants cannot be refreshed afterwards.");

    private readonly Editing<ConnectionView> editing = new(ConnectionShape.Shape, "connection", static view => view.Config.Version, checks.Faults, trail);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "connections", ManagementScopes.Read("connections"), "listConnections")
        {
            Summary = "The connections, by name.",
            Query =
            [
                .. Paging.Query, QueryParameter.Fields, QueryParameter.IncludeFields,
                new QueryParameter("name", QueryKind.Text, "Only the one of this name."),
                new QueryParameter("strategy", QueryKind.Text, "oauth2 or tiktok find those that lead to TikTok, douyin the others; Auth0's others find none."),
            ],
            Answer = () => Schemas.PageOf("connections", ConnectionShape.Shape.Schema),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("POST", "connections", ManagementScopes.Create("connections"), "createConnection")
        {
            Summary = "Makes a connection. It needs a name, and in its options client_id and client_secret of an app at TikTok.",
            Body = () => ConnectionShape.Shape.Schema,
            Answer = () => ConnectionShape.Shape.Schema,
            Status = StatusCodes.Status201Created,
        }, CreateAsync),
        new(new ManagementOperation("GET", "connections/{id}", ManagementScopes.Read("connections"), "getConnection")
        {
            Summary = "One connection.",
            Query = [QueryParameter.Fields, QueryParameter.IncludeFields],
            Answer = () => ConnectionShape.Shape.Schema,
        }, async call => await FindAsync(call) is { } view ? editing.Tell(view, call.Only()) : ManagementError.NotFound("connection")),
        new(new ManagementOperation("PATCH", "connections/{id}", ManagementScopes.Update("connections"), "updateConnection")
        {
            Summary = "Changes the members that are sent, inside options too; null gives a member its default.",
            Query = [Force],
            Body = () => ConnectionShape.Shape.Schema,
            Answer = () => ConnectionShape.Shape.Schema,
        }, PatchAsync),
        new(new ManagementOperation("DELETE", "connections/{id}", ManagementScopes.Delete("connections"), "deleteConnection")
        {
            Summary = "Removes a connection. Users stay; nobody signs in by it any more.",
            Query = [Force],
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
        new(new ManagementOperation("GET", "connections/{id}/status", ManagementScopes.Read("connections"), "getConnectionStatus")
        {
            Summary = "Whether people can sign in by it, and if not, why.",
            Answer = () => Schemas.Object([], ("ready", "boolean")).WithProperty("reasons", Schemas.ListOf(Schemas.Text)),
        }, StatusAsync),
        new(new ManagementOperation("POST", "connections/{id}/preview", ManagementScopes.Read("connections"), "previewConnectionMapping")
        {
            Summary = "What would be said about a user of whom TikTok says this, by the connection's mapping or by one that is tried. Nothing is kept.",
            HasNoDryRun = true,
            Body = () => Schemas.Object([]).WithProperty("profile", new JsonObject { ["type"] = "object" }).WithProperty("before", new JsonObject { ["type"] = "object" }).WithProperty("mapping", ConnectionMappingShape.Schema),
            Answer = () => Schemas.Object([]).WithProperty("claims", new JsonObject { ["type"] = "object" }),
        }, PreviewAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        // As many as a company has apps at TikTok: they are read whole.
        var (name, strategy) = (call.Query("name"), call.Query("strategy"));
        var found = (await store.ListAsync(call.Aborted))
            .Where(stored => (name is null || stored.Config.Name == name) && (strategy is null || strategy == ConnectionShape.StrategyOf(stored.Config) || (strategy == "tiktok" && stored.Config.Platform == UpstreamPlatform.TikTok))).ToList();
        var shown = found.Where(stored => page.After is null || string.CompareOrdinal(stored.Config.Name, page.After) > 0).Skip(page.Skip).Take(page.Limit + 1).Select(ViewOf).ToList();
        return paging.Write(call, page, "connections", shown, view => ConnectionShape.Shape.Write(view, call.Only()), static view => view.Config.Name, found.Count);
    }

    private async Task<ManagementAnswer> CreateAsync(ManagementCall call)
    {
        var (view, error) = editing.Make(call, ConnectionView.Empty.With(static config => config with { Id = ConnectionConfig.NewId() }));
        if (view is null)
        {
            return error!; // one of the two is there
        }

        if (call.IsDryRun)
        {
            return editing.Tell(WithAddresses(view)) with { Warnings = view.Warnings };
        }

        if (await store.TryCreateAsync(ToStored(view), call.Aborted) != ConnectionWrite.Done)
        {
            return ManagementError.Conflict("connection_exists", "There is a connection of this name, perhaps in other letters.");
        }

        await directory.RefreshAsync(CancellationToken.None);
        var made = await store.FindAsync(view.Config.Id, call.Aborted);
        return editing.Tell(made is null ? view : ViewOf(made)) with { Warnings = view.Warnings };
    }

    private async Task<ManagementAnswer> PatchAsync(ManagementCall call)
    {
        var (outcome, warnings) = (ConnectionWrite.Outdated, (IReadOnlyList<string>)[]);
        var answer = await editing.PatchAsync(
            call,
            () => FindAsync(call),
            async after =>
            {
                outcome = await store.TryUpdateAsync(ToStored(after), call.Flag("force") == true ? [] : FreedBy(after), call.Aborted);
                return outcome is ConnectionWrite.Done or ConnectionWrite.HasGrants; // of which the second is refused below: to try again would not help
            },
            (_, after) =>
            {
                warnings = after.Warnings;
                return null;
            });
        if (outcome == ConnectionWrite.HasGrants)
        {
            return NeededByGrants;
        }

        if (outcome == ConnectionWrite.Done)
        {
            await directory.RefreshAsync(CancellationToken.None);
        }

        return answer with { Warnings = warnings };
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        var isForced = call.Flag("force") == true;
        var (outcome, read) = (ConnectionWrite.Outdated, (ConnectionView?)null);
        var answer = await editing.DeleteAsync(
            call,
            async () => read = await FindAsync(call),
            async () =>
            {
                outcome = await store.DeleteAsync(read!.Config, isForced ? [] : [.. read.Config.Apps.Select(static app => app.ClientKey)], call.Aborted); // it was found
                return outcome == ConnectionWrite.Done;
            },
            view => view.Stored?.Declared is not null && !isForced && declared.All.Any(config => config.Name == view.Config.Name) ? Declared : null);
        switch (outcome)
        {
            case ConnectionWrite.HasGrants:
                return NeededByGrants;
            case ConnectionWrite.Done:
                await directory.RefreshAsync(CancellationToken.None);
                return answer;
            default:
                return answer;
        }
    }

    private async Task<ManagementAnswer> StatusAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { } view)
        {
            return ManagementError.NotFound("connection");
        }

        var (config, live) = (view.Config, view.Config.Live);
        var pause = await vault.Apps.FindPauseAsync(config.LiveApp, call.Aborted);
        var isPaused = pause is not null && pause.Version == live?.Fingerprint;
        List<string> reasons =
        [
            .. config.IsActiveForAuthentication ? Array.Empty<string>() : ["It is not active for authentication."],
            .. live?.ClientSecret is not null ? Array.Empty<string>() : ["The live app has no secret: give it by options.client_secret, or by TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET."],
            .. isPaused ? [$"TikTok has refused the live app's key or secret since {pause!.PausedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}{(pause.LogId is { } id ? $" (log_id {id})" : "")}: compare both with the app's page at TikTok."] : Array.Empty<string>(),
        ];
        return new JsonObject { ["ready"] = reasons.Count == 0, ["reasons"] = new JsonArray([.. reasons.Select(static reason => JsonValue.Create(reason))]) };
    }

    private async Task<ManagementAnswer> PreviewAsync(ManagementCall call)
    {
        if (call.BodyFault("profile", "before", "mapping") is { } unknown)
        {
            return unknown;
        }

        if (await FindAsync(call) is not { } view)
        {
            return ManagementError.NotFound("connection");
        }

        var faults = new Faults();
        if (!call.Body.TryGetProperty("profile", out var profile) || profile.ValueKind != JsonValueKind.Object)
        {
            faults.Add("profile", "must be TikTok's user object");
        }

        if (call.Body.TryGetProperty("before", out var before) && before.ValueKind != JsonValueKind.Object)
        {
            faults.Add("before", "must be an object: the claims that are known");
        }

        var known = view.Config.Mapping.Rules;
        var rules = call.Body.TryGetProperty("mapping", out var mapping) ? ConnectionMappingShape.Merge(known, mapping, "mapping", faults) : known;
        faults.AddRange(ProfileMapping.Faults(rules).Select(ConnectionChecks.Split));

        return faults.Any || rules is null
            ? ManagementError.InvalidBody(faults.All)
            : new JsonObject { ["claims"] = new ProfileMapping(rules).Apply(profile, before.ValueKind == JsonValueKind.Object ? JsonObject.Create(before) : null) };
    }

    private async Task<ConnectionView?> FindAsync(ManagementCall call) => await store.FindAsync(call.Value("id"), call.Aborted) is { } stored ? ViewOf(stored) : null;

    private ConnectionView ViewOf(StoredConnection stored) => WithAddresses(new ConnectionView(declared.WithSecrets(secrets.Open(stored) ?? stored.Config)) { Stored = stored });

    private ConnectionView WithAddresses(ConnectionView view) => view with
    {
        Addresses = new ConnectionAddresses(Connection.CallbackOf(issuer, view.Config.Name), issuer.At(WebhookEndpoints.Path.Replace("{connection}", view.Config.Name, StringComparison.Ordinal))),
    };

    private StoredConnection ToStored(ConnectionView view)
    {
        var now = time.GetUtcNow();
        var before = view.Stored is { } stored ? secrets.Open(stored) : null;
        var config = declared.WithSecrets(view.Config);
        config = config with
        {
            Apps = [.. config.Apps.Select(app => app.IsManagedBySettings ? app with { SecretSetAt = null }
                : app.ClientSecret is not null && !ConnectionChecks.AreSame(app.ClientSecret, before?.Find(app.ClientKey)?.ClientSecret) ? app with { SecretSetAt = now }
                : app)],
        };
        // A box that cannot be opened stays until somebody gives a secret again: it may be the key that is wrong and not the box.
        var kept = before is null ? view.Stored?.SealedSecrets : null;
        return new StoredConnection(config) { SealedSecrets = secrets.Seal(config) ?? kept, Declared = view.Stored?.Declared };
    }

    private static IReadOnlyList<string> FreedBy(ConnectionView view) => [.. view.Stored!.Config.Apps.Select(static app => app.ClientKey).Where(key => view.Config.Find(key) is null)]; // what is changed was stored

    private static ManagementError NeededByGrants { get; } =
        ManagementError.Conflict("connection_has_grants", "People's grants need an app that would go: without it they cannot be refreshed.") with
        {
            ErrorId = ErrorIds.ConnectionHasGrants,
            Advice = "Leave the app in the connection; it need not be live. To lose those grants, repeat this with force=true.",
        };

    private static ManagementError Declared { get; } =
        ManagementError.Conflict("connection_declared", "Settings or the host program declare this connection: it would be back after the next start.") with
        {
            ErrorId = ErrorIds.ConnectionDeclared,
            Advice = "Take TIKTOK_CLIENT_ID away (or the connection out of the code) first, or switch it off: {\"authentication\": {\"active\": false}}.",
        };
}
