using System.Buffers.Text;
using System.Text;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Management;

/// <summary>Which client may ask tokens for which API, with which scopes; Auth0's client grants.</summary>
/// <remarks>
/// Owns <c>/api/v2/client-grants</c> and <c>/client-grants/{id}</c>. A client grant is a part of its client's registration, and its id says which; a change of it is a change of
/// that client. Scopes of the management API are given only by who has them (T-64). Does not own what people granted to clients (Consent) or to TikTok apps (the vault).
/// </remarks>
internal sealed class ClientGrantEndpoints(IClientStore store, ClientDirectory directory, ApiDirectory apis, TargetRules targets, Paging paging, AuditTrail trail) : IManagementEndpoints
{
    private const string Prefix = "cgr_";
    private const int MaxClients = 1_000;

    private static readonly Members<ClientGrantView> Of = new(ClientGrantView.Empty);

    public static readonly Shape<ClientGrantView> Shape = new(
        "client_grant",
        Of.Told("id", Schemas.Text, static view => IdOf(view.Client.Client.Id, view.Audience), "Says client and audience."),
        Of.Text("client_id", static view => view.Client.Client.Id, static (view, value) => view with { ClientId = value }, 100).CreateOnly("Whose it is."),
        Of.Text("audience", static view => view.Audience, static (view, value) => view with { Audience = value }).CreateOnly("The API."),
        Of.Texts("scope", static view => view.Scopes, static (view, value) => view with { Scopes = value }, 100).Says("What it may do there."),
        Of.Ignored("organization_usage"),
        Of.Ignored("allow_any_organization"),
        Of.Ignored("is_system"),
        Of.Ignored("subject_type"),
        Of.Ignored("authorization_details_types"),
        Of.Ignored("allow_all_scopes"));

    private readonly Editing<ClientGrantView> editing = new(Shape, "client_grant", static view => view.Client.Client.Version, view => view.Faults(apis, targets), trail);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "client-grants", ManagementScopes.Read("client_grants"), "listClientGrants")
        {
            Summary = "Client grants, of one client or for one API if you say so.",
            Query = [.. Paging.Query, new QueryParameter("client_id", QueryKind.Text, "Only of this client."), new QueryParameter("audience", QueryKind.Text, "Only for this API.")],
            Answer = () => Schemas.PageOf("client_grants", Shape.Schema),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("POST", "client-grants", ManagementScopes.Create("client_grants"), "createClientGrant")
        {
            Summary = "Lets a client ask tokens for an API.",
            Body = () => Shape.Schema,
            Answer = () => Shape.Schema,
            Status = StatusCodes.Status201Created,
        }, CreateAsync),
        new(new ManagementOperation("GET", "client-grants/{id}", ManagementScopes.Read("client_grants"), "getClientGrant")
        {
            Summary = "One client grant.",
            Answer = () => Shape.Schema,
        }, async call => await FindAsync(call.Value("id"), call.Aborted) is { } view ? editing.Tell(view) : ManagementError.NotFound("client_grant")),
        new(new ManagementOperation("PATCH", "client-grants/{id}", ManagementScopes.Update("client_grants"), "updateClientGrant")
        {
            Summary = "Changes the scopes.",
            Body = () => Shape.Schema,
            Answer = () => Shape.Schema,
        }, call => editing.PatchAsync(call, () => FindAsync(call.Value("id"), call.Aborted), view => WriteAsync(view, call.Aborted), (_, after) => GivingFault(call, after))),
        new(new ManagementOperation("DELETE", "client-grants/{id}", ManagementScopes.Delete("client_grants"), "deleteClientGrant")
        {
            Summary = "Takes the API away from the client. Access tokens that it has live to their end.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        // Of one client by its id; else out of all clients, of which there are as many as a company has applications.
        var clients = call.Query("client_id") is { } id ? await store.FindAsync(id, call.Aborted) is { } one ? [one] : [] : await store.ListAsync(null, 0, MaxClients, call.Aborted);
        var all = clients.SelectMany(static client => client.Client.Audiences.Select(audience => new ClientGrantView(client, audience.Audience, audience.Scopes)))
            .Where(view => call.Query("audience") is not { } wanted || view.Audience == wanted)
            .Select(static view => (Id: IdOf(view.Client.Id, view.Audience), View: view))
            .OrderBy(static pair => pair.Id, StringComparer.Ordinal)
            .ToList();
        var found = all.Where(pair => page.After is null || string.CompareOrdinal(pair.Id, page.After) > 0).Skip(page.Skip).Take(page.Limit + 1).ToList();
        return paging.Write(call, page, "client_grants", found, static pair => Shape.Write(pair.View), static pair => pair.Id, all.Count);
    }

    private async Task<ManagementAnswer> CreateAsync(ManagementCall call)
    {
        var (view, error) = editing.Make(call, ClientGrantView.Empty);
        if (view is null)
        {
            return error!; // one of the two is there
        }

        if (GivingFault(call, view) is { } forbidden)
        {
            return forbidden;
        }

        if (await store.FindAsync(view.ClientId, call.Aborted) is not { } client)
        {
            return ManagementError.InvalidBody([new Fault("client_id", "names no client")]);
        }

        var made = new ClientGrantView(client, view.Audience, view.Scopes);
        if (client.Client.Audiences.Any(audience => audience.Audience == view.Audience))
        {
            return ManagementError.Conflict("client_grant_exists", "The client has a grant for this API.") with { Advice = $"PATCH /api/v2/client-grants/{IdOf(client.Id, view.Audience)} to change its scopes." };
        }

        if (made.Faults(apis, targets) is { Count: > 0 } faults)
        {
            return ManagementError.InvalidBody(faults);
        }

        if (!call.IsDryRun && !await WriteAsync(made, call.Aborted))
        {
            return ManagementError.Conflict("busy", "The client was changed at the same moment.") with { Advice = "Try again." };
        }

        return await FindAsync(IdOf(client.Id, view.Audience), call.Aborted) is { } written && !call.IsDryRun ? editing.Tell(written) : editing.Tell(made);
    }

    private Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        ClientGrantView? found = null;
        return editing.DeleteAsync(
            call,
            async () => found = await FindAsync(call.Value("id"), call.Aborted),
            () => WriteAsync(found!, call.Aborted, isGone: true)); // found before
    }

    private async Task<bool> WriteAsync(ClientGrantView view, CancellationToken cancellationToken, bool isGone = false)
    {
        var isWritten = await store.TryUpdateAsync(view.Registration(isGone), cancellationToken);
        directory.Forget(view.Client.Id);
        return isWritten;
    }

    private async Task<ClientGrantView?> FindAsync(string id, CancellationToken cancellationToken) =>
        Parse(id) is var (clientId, audience) && await store.FindAsync(clientId, cancellationToken) is { } client && client.Client.Audiences.FirstOrDefault(known => known.Audience == audience) is { } found
            ? new ClientGrantView(client, found.Audience, found.Scopes)
            : null;

    private ManagementError? GivingFault(ManagementCall call, ClientGrantView view) => view.Audience == apis.Management.Audience ? call.Caller.GivingFault(view.Scopes) : null;

    private static string IdOf(string clientId, string audience) => Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{clientId}\n{audience}"));

    private static (string ClientId, string Audience)? Parse(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || id.Length > 1_000 || !Base64Url.IsValid(id.AsSpan(Prefix.Length)))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id.AsSpan(Prefix.Length))).Split('\n');
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
