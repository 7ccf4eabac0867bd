using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>The set-up of the broker as one document: told, planned and applied as a whole.</summary>
/// <remarks>
/// Owns <c>/api/v2/configuration</c>, <c>/configuration/plan</c> and <c>/configuration/schema</c>. What stands in a document are the shapes of the management API; what a thing may be is
/// said where it lives (Clients, Connections, Webhooks). Secrets come in beside the document and never out. Who applies needs, beside the scope of this API, the scopes that the same changes
/// would need one by one, and hands no client what it has not itself (T-64). Does not own users, sessions and grants: those are not set up, they happen.
/// </remarks>
internal sealed class ConfigurationEndpoints(ConfigurationPlanner planner) : IManagementEndpoints
{
    private const string Configuration = "configuration";
    private const int MaxLength = 4 * 1024 * 1024;
    private static readonly TimeSpan MostOverlap = TimeSpan.FromDays(30);

    private static JsonObject Change => Schemas.Object([], ("kind", "string"), ("id", "string"), ("action", "string")).WithProperty("members", Schemas.ListOf(Schemas.Object([], ("member", "string"))));

    private static JsonObject PlanSchema => Schemas.Object([], ("state", "string"))
        .WithProperty("changes", Schemas.ListOf(Change))
        .WithProperty("left_alone", Schemas.ListOf(Schemas.Object([], ("kind", "string"), ("id", "string"), ("why", "string"))))
        .WithProperty("notes", Schemas.ListOf(Schemas.Text));

    private static JsonObject Body => Schemas.Object([], ("prune", "boolean"), ("previous_secret_expires_in", "integer"), ("state", "string"))
        .WithProperty("document", Schemas.Object([]))
        .WithProperty("secrets", new JsonObject { ["type"] = "object", ["additionalProperties"] = Schemas.Text });

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", Configuration, ManagementScopes.Read(Configuration), "exportConfiguration")
        {
            Summary = "The set-up as a document that makes the same again, with references where secrets belong.",
            Answer = () => Schemas.Object([]),
        }, async call => await planner.ExportAsync(call.Aborted)),
        new(new ManagementOperation("GET", Configuration + "/schema", ManagementScopes.Read(Configuration), "getConfigurationSchema")
        {
            Summary = "The JSON Schema of a document.",
            Answer = () => Schemas.Object([]),
        }, _ => Task.FromResult<ManagementAnswer>(ConfigurationSchema.Of(ConfigurationFeature.Sections))),
        new(new ManagementOperation("POST", Configuration + "/plan", ManagementScopes.Read(Configuration), "planConfiguration")
        {
            Summary = "What applying a document would change.",
            Body = () => Body,
            Answer = () => PlanSchema,
            HasNoDryRun = true,
            MaxBodyLength = MaxLength,
        }, PlanAsync),
        new(new ManagementOperation("PUT", Configuration, ManagementScopes.Update(Configuration), "applyConfiguration")
        {
            Summary = "Applies a document, all of it or nothing; with the state of a plan, only if nothing has changed since.",
            Body = () => Body,
            Answer = () => PlanSchema,
            MaxBodyLength = MaxLength,
        }, ApplyAsync),
    ];

    private async Task<ManagementAnswer> PlanAsync(ManagementCall call)
    {
        var (request, _, error) = Read(call);
        if (request is null)
        {
            return error!; // one of the two is there
        }

        var plan = await planner.PlanAsync(request, call.Aborted);
        return plan.Faults.Count > 0 ? ManagementError.InvalidBody(plan.Faults) : plan.ToJson();
    }

    private async Task<ManagementAnswer> ApplyAsync(ManagementCall call)
    {
        var (request, state, error) = Read(call);
        if (request is null)
        {
            return error!; // one of the two is there
        }

        var plan = await planner.PlanAsync(request, call.Aborted);
        if (plan.Faults.Count > 0)
        {
            return ManagementError.InvalidBody(plan.Faults);
        }

        if (state is not null && state != plan.State)
        {
            return Outdated;
        }

        if (plan.Draft.Scopes.FirstOrDefault(scope => !call.Caller.Has(scope)) is { } missing)
        {
            return ManagementError.Forbidden($"The document needs the scope {missing}, which the token has not.", "Use a token with the scopes that the same changes would need one by one.");
        }

        if (call.Caller.GivingFault(plan.Draft.Powers) is { } forbidden)
        {
            return forbidden;
        }

        if (!call.IsDryRun && !plan.IsEmpty)
        {
            switch (await planner.ApplyAsync(plan, call.Aborted))
            {
                case ConfigurationOutcome.Outdated:
                    return Outdated;
                case ConfigurationOutcome.HasGrants:
                    return ManagementError.Conflict("app_has_grants", "A TikTok app that is not in the document has grants of people, which would be stranded. Nothing was changed.") with { Advice = "Keep the app in the document, or revoke its grants first." };
            }
        }

        return plan.ToJson();
    }

    private static ManagementError Outdated => ManagementError.Changed with { Advice = "Nothing was changed. Plan again, look at what it says now, and apply that." };

    private static (ConfigurationRequest? Request, string? State, ManagementError? Error) Read(ManagementCall call)
    {
        if (call.BodyFault("document", "secrets", "prune", "previous_secret_expires_in", "state") is { } unknown)
        {
            return (null, null, unknown);
        }

        var faults = new Faults();
        var document = Member("document") is { ValueKind: JsonValueKind.Object } sent ? JsonObject.Create(sent) : null;
        if (document is null)
        {
            faults.Add("document", "must be there and be an object");
        }

        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Member("secrets") is { } given)
        {
            var members = given.ValueKind == JsonValueKind.Object ? given.EnumerateObject().ToList() : [];
            if (given.ValueKind != JsonValueKind.Object || members.Any(static member => !SecretReferences.IsReference(member.Name) || member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length is 0 or > 10_000)) // a string, as just seen
            {
                faults.Add("secrets", "must be an object of references, such as ${env:NAME}, and their values");
            }
            else
            {
                members.ForEach(member => secrets.Add(member.Name, member.Value.GetString()!)); // as just seen
            }
        }

        var overlap = 0;
        if (Member("previous_secret_expires_in") is { } seconds && (seconds.ValueKind != JsonValueKind.Number || !seconds.TryGetInt32(out overlap) || overlap < 0 || overlap > MostOverlap.TotalSeconds))
        {
            faults.Add("previous_secret_expires_in", $"must be whole seconds from 0 to {MostOverlap.TotalSeconds}");
        }

        var prune = Member("prune");
        if (prune is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            faults.Add("prune", "must be true or false");
        }

        if (Member("state") is { ValueKind: not JsonValueKind.String })
        {
            faults.Add("state", "must be the text that a plan told");
        }

        return faults.Any
            ? (null, null, ManagementError.InvalidBody(faults.All))
            : (new ConfigurationRequest(document!, secrets) // it is there, or there were faults
            {
                Prune = prune?.ValueKind == JsonValueKind.True,
                PreviousSecretLifetime = TimeSpan.FromSeconds(overlap),
                ClientId = call.Caller.ClientId,
            }, call.Body.TryGetProperty("state", out var state) ? state.GetString() : null, null);

        JsonElement? Member(string name) => call.Body.TryGetProperty(name, out var value) ? value : null;
    }
}
