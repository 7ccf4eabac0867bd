using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>Clients (on pages for people: applications), in Auth0's shape.</summary>
/// <remarks>
/// Owns <c>/api/v2/clients</c>, <c>/clients/{id}</c>, <c>/clients/{id}/rotate-secret</c> and <c>/clients/{id}/secrets/{secret}</c>. A secret is told once, in the answer to
/// what made it. Who may take a client over (its secrets, its keys) must have every management scope that the client has. Does not own what a client may be (Clients) nor its
/// rights at APIs (<see cref="ClientGrantEndpoints"/>).
/// </remarks>
internal sealed class ClientEndpoints(IClientStore store, ClientDirectory directory, ApiDirectory apis, TargetRules targets, Paging paging, AuditTrail trail, TimeProvider time) : IManagementEndpoints
{
    private const int ScanPage = 500;
    private static readonly TimeSpan MostOverlap = TimeSpan.FromDays(30);

    private readonly Editing<ClientView> editing = new(ClientShape.Shape, "client", static view => view.Client.Version, view => ClientShape.Faults(view.Client, targets), trail);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "clients", ManagementScopes.Read("clients"), "listClients")
        {
            Summary = "The clients, by id.",
            Query =
            [
                .. Paging.Query, QueryParameter.Fields, QueryParameter.IncludeFields,
                new QueryParameter("q", QueryKind.Text, "Only those whose name or client_id has this text in it, in whatever case."),
                new QueryParameter("app_type", QueryKind.Text, "Only these types, with commas."),
                new QueryParameter("is_first_party", QueryKind.Flag, "Only your own, or only others'."),
                new QueryParameter("is_global", QueryKind.Flag, "Auth0's; false finds all and true none."),
            ],
            Answer = () => Schemas.PageOf("clients", ClientShape.Shape.Schema),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("POST", "clients", ManagementScopes.Create("clients"), "createClient")
        {
            Summary = "Makes a client. Its secret is in this answer and never again.",
            Body = () => ClientShape.Shape.Schema,
            Answer = () => Schemas.Object(ClientShape.Shape.Schema, ("client_secret", "string")),
            Status = StatusCodes.Status201Created,
        }, CreateAsync),
        new(new ManagementOperation("GET", "clients/{id}", ManagementScopes.Read("clients"), "getClient")
        {
            Summary = "One client.",
            Query = [QueryParameter.Fields, QueryParameter.IncludeFields],
            Answer = () => ClientShape.Shape.Schema,
        }, async call => await FindAsync(call.Value("id"), call.Aborted) is { } view ? editing.Tell(view, call.Only()) : ManagementError.NotFound("client")),
        new(new ManagementOperation("PATCH", "clients/{id}", ManagementScopes.Update("clients"), "updateClient")
        {
            Summary = "Changes the members that are sent; null gives a member its default.",
            Body = () => ClientShape.Shape.Schema,
            Answer = () => ClientShape.Shape.Schema,
        }, PatchAsync),
        new(new ManagementOperation("DELETE", "clients/{id}", ManagementScopes.Delete("clients"), "deleteClient")
        {
            Summary = "Removes a client. Its tokens die with it.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
        new(new ManagementOperation("POST", "clients/{id}/rotate-secret", ManagementScopes.Update("client_keys"), "rotateClientSecret")
        {
            Summary = "Makes another secret, told in this answer and never again. The one before ends at once, or after previous_expires_in seconds.",
            Body = () => Schemas.Object([], ("previous_expires_in", "integer")),
            Answer = () => Schemas.Object(ClientShape.Shape.Schema, ("client_secret", "string")),
        }, RotateAsync),
        new(new ManagementOperation("DELETE", "clients/{id}/secrets/{secret}", ManagementScopes.Delete("client_keys"), "deleteClientSecret")
        {
            Summary = "Ends a secret at once, and with it the access tokens that it bought.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteSecretAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        var types = call.Query("app_type")?.Split(',', StringSplitOptions.TrimEntries).Select(static name => ClientShape.AppTypes.TryGetValue(name, out var type) ? type : ((ClientType, bool)?)null).ToList();
        if (types?.Contains(null) == true)
        {
            return ManagementError.InvalidQuery([new Fault("app_type", "must be of " + string.Join(", ", ClientShape.AppTypes.Keys))]);
        }

        var (text, firstParty, isNone) = (call.Query("q"), call.Flag("is_first_party"), call.Flag("is_global") == true);
        var isFiltered = text is not null || types is not null || firstParty is not null || isNone;
        var found = isFiltered ? await ScanAsync(page.After, Matches, call.Aborted) : await store.ListAsync(page.After, page.Skip, page.Limit + 1, call.Aborted);
        long? total = !page.WithTotals ? null : isFiltered ? found.Count : await store.CountAsync(call.Aborted);
        return paging.Write(
            call, page, "clients", isFiltered ? [.. found.Skip(page.Skip).Take(page.Limit + 1)] : found, client => ClientShape.Shape.Write(ClientView.Of(client), call.Only()), static client => client.Id, total);

        bool Matches(Client client) => !isNone && (text is null || client.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || client.Id.Contains(text, StringComparison.OrdinalIgnoreCase))
            && types?.Contains((client.Type, client.IsNative)) != false && (firstParty is null || client.IsFirstParty == firstParty);
    }

    // What a filter asks for stands inside the documents. There are as many clients as a company has applications, so all are looked at.
    private async Task<IReadOnlyList<RegisteredClient>> ScanAsync(string? after, Func<Client, bool> matches, CancellationToken cancellationToken)
    {
        var found = new List<RegisteredClient>();
        IReadOnlyList<RegisteredClient> scanned;
        do
        {
            scanned = await store.ListAsync(after, 0, ScanPage, cancellationToken);
            found.AddRange(scanned.Where(client => matches(client.Client)));
            after = scanned is [.., var last] ? last.Id : null;
        }
        while (scanned.Count == ScanPage);
        return found;
    }

    private async Task<ManagementAnswer> CreateAsync(ManagementCall call)
    {
        var (view, error) = editing.Make(call, ClientShape.Empty with { Client = ClientShape.Empty.Client with { Id = RandomId.New() } });
        if (view is null)
        {
            return error!; // one of the two is there
        }

        if (TakeOverFault(call, null, view.Client) is { } forbidden)
        {
            return forbidden;
        }

        var needsSecret = view.Client.AuthMethods.Any(static method => method is ClientAuthMethod.Basic or ClientAuthMethod.Post);
        if (view.GivenSecret is not null && !needsSecret)
        {
            return ManagementError.InvalidBody([new Fault("client_secret", "is for clients that prove themselves by a secret")]);
        }

        var (secret, text) = needsSecret ? Secret(view.GivenSecret) : (null, null);
        if (!call.IsDryRun && !await store.TryCreateAsync(view.Client, secret is null ? [] : [secret], call.Aborted))
        {
            return ManagementError.Conflict("client_exists", "There is a client with this client_id.");
        }

        directory.Forget(view.Client.Id);
        var told = call.IsDryRun ? view : await FindAsync(view.Client.Id, call.Aborted) ?? view;
        return call.IsDryRun ? editing.Tell(told) : WithSecret(editing.Tell(told), text);
    }

    private async Task<ManagementAnswer> PatchAsync(ManagementCall call)
    {
        var id = call.Value("id");
        var answer = await editing.PatchAsync(call, () => FindAsync(id, call.Aborted), view => store.TryUpdateAsync(view.Client, call.Aborted), (before, after) => TakeOverFault(call, before.Client, after.Client));
        directory.Forget(id);
        return answer;
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        var id = call.Value("id");
        var answer = await editing.DeleteAsync(call, () => FindAsync(id, call.Aborted), () => store.DeleteAsync(id, call.Aborted));
        directory.Forget(id);
        return answer;
    }

    private async Task<ManagementAnswer> RotateAsync(ManagementCall call)
    {
        if (call.BodyFault("previous_expires_in") is { } unknown)
        {
            return unknown;
        }

        var overlap = TimeSpan.Zero;
        if (call.Body.TryGetProperty("previous_expires_in", out var sent))
        {
            if (sent.ValueKind != JsonValueKind.Number || !sent.TryGetInt32(out var seconds) || seconds < 0 || seconds > MostOverlap.TotalSeconds)
            {
                return ManagementError.InvalidBody([new Fault("previous_expires_in", $"must be whole seconds from 0 to {MostOverlap.TotalSeconds}")]);
            }

            overlap = TimeSpan.FromSeconds(seconds);
        }

        if (await FindAsync(call.Value("id"), call.Aborted) is not { } view)
        {
            return ManagementError.NotFound("client");
        }

        if (call.Caller.GivingFault(ClientPower.Of(view.Client, apis)) is { } forbidden)
        {
            return forbidden;
        }

        if (view.Client.AuthMethods.All(static method => method is ClientAuthMethod.None or ClientAuthMethod.PrivateKeyJwt))
        {
            return ManagementError.Conflict("client_has_no_secret", "This client proves itself without a secret.");
        }

        if (call.IsDryRun)
        {
            return editing.Tell(view);
        }

        var (secret, text) = Secret(null);
        if (!await store.TryRotateSecretAsync(view.Client.Id, secret, time.GetUtcNow() + overlap, call.Aborted))
        {
            return ManagementError.NotFound("client");
        }

        directory.Forget(view.Client.Id);
        return WithSecret(editing.Tell(await FindAsync(view.Client.Id, call.Aborted) ?? view), text);
    }

    private async Task<ManagementAnswer> DeleteSecretAsync(ManagementCall call)
    {
        var (id, secret) = (call.Value("id"), call.Value("secret"));
        if (await FindAsync(id, call.Aborted) is not { } view)
        {
            return ManagementError.NotFound("client");
        }

        if (view.Secrets.All(known => known.Id != secret))
        {
            return ManagementError.NotFound("client_secret");
        }

        if (!call.IsDryRun && !await store.RemoveSecretAsync(id, secret, call.Aborted))
        {
            return ManagementError.NotFound("client_secret");
        }

        directory.Forget(id);
        return ManagementAnswer.Nothing;
    }

    private async Task<ClientView?> FindAsync(string id, CancellationToken cancellationToken) => await store.FindAsync(id, cancellationToken) is { } found ? ClientView.Of(found) : null;

    private ManagementError? TakeOverFault(ManagementCall call, Client? before, Client after) => call.Caller.GivingFault(ClientPower.Of(before, after, apis));

    private (ClientSecret Secret, string Text) Secret(string? given)
    {
        var text = given ?? Handle.New(HandleKind.ClientSecret).Reveal();
        return (ClientSecret.Of(text, time.GetUtcNow()), text);
    }

    private static ManagementAnswer WithSecret(ManagementAnswer answer, string? secret)
    {
        if (secret is not null && answer.Body is JsonObject body)
        {
            body["client_secret"] = secret;
        }

        return answer;
    }
}
