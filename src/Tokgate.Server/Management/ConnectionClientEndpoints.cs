using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>Which clients may use a connection.</summary>
/// <remarks>
/// Owns <c>/api/v2/connections/{id}/clients</c>. It stands with the client (its <c>connections</c>, where null is all), so to take one connection from a client that may use all gives it a list of the
/// others. Does not own the rest of a client (<see cref="ClientEndpoints"/>).
/// </remarks>
internal sealed class ConnectionClientEndpoints(IConnectionStore connections, IClientStore store, ClientDirectory directory, Paging paging) : IManagementEndpoints
{
    private const int Most = 50;
    private const int MaxAttempts = 5;
    private const int ScanPage = 500;

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "connections/{id}/clients", ManagementScopes.Read("connections"), "listConnectionClients")
        {
            Summary = "The clients whose people may sign in by it, by id.",
            Query = [.. Paging.Query.Where(static parameter => parameter.Name is "from" or "take")],
            Answer = () => Schemas.Object([], ("next", "string")).WithProperty("clients", Schemas.ListOf(Schemas.Object([], ("client_id", "string")))),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("PATCH", "connections/{id}/clients", ManagementScopes.Update("connections"), "updateConnectionClients")
        {
            Summary = "Lets clients use it or not: an array of {client_id, status}.",
            Body = () => Schemas.ListOf(Schemas.Object([], ("client_id", "string"), ("status", "boolean"))),
            Status = StatusCodes.Status204NoContent,
        }, PatchAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        if (await connections.FindAsync(call.Value("id"), call.Aborted) is not { Config: var connection })
        {
            return ManagementError.NotFound("connection");
        }

        // Auth0 answers an object here whatever was asked.
        return paging.Write(
            call, page with { IsCursor = true }, "clients", await ScanAsync(page, connection.Name, call.Aborted), static client => new JsonObject { ["client_id"] = client.Id }, static client => client.Id, total: null);
    }

    private async Task<IReadOnlyList<RegisteredClient>> ScanAsync(PageRequest page, string name, CancellationToken cancellationToken)
    {
        var (found, after) = (new List<RegisteredClient>(), page.After);
        IReadOnlyList<RegisteredClient> scanned;
        do
        {
            scanned = await store.ListAsync(after, 0, ScanPage, cancellationToken);
            found.AddRange(scanned.Where(client => client.Client.Type != ClientType.Machine && client.Client.Connections?.Contains(name, StringComparer.Ordinal) != false));
            after = scanned is [.., var last] ? last.Id : null;
        }
        while (scanned.Count == ScanPage && found.Count <= page.Limit);
        return found;
    }

    private async Task<ManagementAnswer> PatchAsync(ManagementCall call)
    {
        var (wanted, faults) = Read(call.Body);
        if (faults.Any)
        {
            return ManagementError.InvalidBody(faults.All);
        }

        var all = await connections.ListAsync(call.Aborted);
        if (all.FirstOrDefault(stored => stored.Config.Id == call.Value("id")) is not { Config: var connection })
        {
            return ManagementError.NotFound("connection");
        }

        // First whether all of them are there, so that a wrong id changes nothing.
        foreach (var (id, _) in wanted)
        {
            if (await store.FindAsync(id, call.Aborted) is null)
            {
                return ManagementError.NotFound("client");
            }
        }

        if (call.IsDryRun)
        {
            return ManagementAnswer.Nothing;
        }

        foreach (var (id, isEnabled) in wanted)
        {
            if (!await TryWriteAsync(id, connection.Name, isEnabled, [.. all.Select(static stored => stored.Config.Name)], call.Aborted))
            {
                return ManagementError.Conflict("busy", "Others change a client all the time.") with { Advice = "Try again: what was done stays so.", RetryAfter = TimeSpan.FromSeconds(1) };
            }
        }

        return ManagementAnswer.Nothing;
    }

    private async Task<bool> TryWriteAsync(string id, string name, bool isEnabled, IReadOnlyList<string> all, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { Client: var client } || Changed(client, name, isEnabled, all) is not { } names)
            {
                return true;
            }

            if (await store.TryUpdateAsync(client with { Connections = names }, cancellationToken))
            {
                directory.Forget(id);
                return true;
            }
        }

        return false;
    }

    // Null if it is so already.
    private static IReadOnlyList<string>? Changed(Client client, string name, bool isEnabled, IReadOnlyList<string> all) =>
        client.Connections?.Contains(name, StringComparer.Ordinal) != false == isEnabled ? null
        : isEnabled ? [.. client.Connections!, name] // null is enabled
        : [.. (client.Connections ?? all).Where(one => one != name)];

    private static (IReadOnlyList<(string Id, bool IsEnabled)> Wanted, Faults Faults) Read(JsonElement body)
    {
        var (wanted, faults) = (new List<(string, bool)>(), new Faults());
        if (body.GetArrayLength() is 0 or > Most)
        {
            faults.Add("", $"must have 1 to {Most} entries");
        }

        foreach (var (index, entry) in body.EnumerateArray().Index())
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.EnumerateObject().All(static member => member.Name is "client_id" or "status")
                && entry.TryGetProperty("client_id", out var id) && id.ValueKind == JsonValueKind.String && entry.TryGetProperty("status", out var status) && status.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                wanted.Add((id.GetString()!, status.GetBoolean())); // as just seen
            }
            else
            {
                faults.Add($"[{index}]", "takes client_id and status, which is true or false");
            }
        }

        return (wanted, faults);
    }
}
