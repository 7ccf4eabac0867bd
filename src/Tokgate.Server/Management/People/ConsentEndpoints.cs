using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Account;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Users;

namespace Tokgate.Server.Management.People;

/// <summary>What people granted to applications; Auth0's grants. One entry for each application that holds something of a person, or may ask for it without asking them.</summary>
/// <remarks>Owns <c>/api/v2/grants</c> and <c>/grants/{id}</c>. Does not own what people granted to TikTok apps (<see cref="UserGrantEndpoints"/>).</remarks>
internal sealed class ConsentEndpoints(IAccountStore store, IUserStore users, Paging paging) : IManagementEndpoints
{
    private const string Prefix = "grn_";

    private static readonly Members<(string UserId, AccountApplication Application)> Of = new(default);

    private static readonly Shape<(string UserId, AccountApplication Application)> Shape = new(
        "grant",
        Of.Told("id", Schemas.Text, static held => IdOf(held.UserId, held.Application.ClientId), "Says person and client."),
        Of.Told("clientID", Schemas.Text, static held => held.Application.ClientId, "The client."),
        Of.Told("client_name", Schemas.Text, static held => held.Application.Name, "What people know it by."),
        Of.Told("user_id", Schemas.Text, static held => held.UserId, "The person."),
        Of.Told("scope", Schemas.ListOf(Schemas.Text), static held => new JsonArray([.. held.Application.Scopes.Select(static scope => JsonValue.Create(scope))]), "What it has."),
        Of.Instant("created_at", static held => held.Application.Since, "Since when."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "grants", ManagementScopes.Read("grants"), "listGrants")
        {
            Summary = "The applications that hold something of a person.",
            Query = [.. Paging.Query, new QueryParameter("user_id", QueryKind.Text, "The person; must be there."), new QueryParameter("client_id", QueryKind.Text, "Only this client's.")],
            Answer = () => Schemas.PageOf("grants", Shape.Schema),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("DELETE", "grants/{id}", ManagementScopes.Delete("grants"), "deleteGrant")
        {
            Summary = "Takes everything of the person away from the application: consent, codes, refresh tokens, and access tokens where they are asked about.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        if (call.Query("user_id") is not { Length: > 0 } userId)
        {
            return ManagementError.InvalidQuery([new Fault("user_id", "must be there: what all people granted to all applications is no list")]);
        }

        if (await users.FindAsync(userId, call.Aborted) is null)
        {
            return ManagementError.NotFound("user");
        }

        var all = (await store.ApplicationsAsync(userId, call.Aborted)).Where(application => call.Query("client_id") is not { } wanted || application.ClientId == wanted)
            .OrderBy(static application => application.ClientId, StringComparer.Ordinal).ToList();
        var found = all.Where(application => page.After is null || string.CompareOrdinal(application.ClientId, page.After) > 0).Skip(page.Skip).Take(page.Limit + 1).ToList();
        return new ManagementAnswer { Body = paging.Write(call, page, "grants", found, application => Shape.Write((userId, application)), static application => application.ClientId, all.Count) };
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        if (Parse(call.Value("id")) is not var (userId, clientId))
        {
            return ManagementError.NotFound("grant");
        }

        var isDone = call.IsDryRun
            ? (await store.ApplicationsAsync(userId, call.Aborted)).Any(application => application.ClientId == clientId)
            : await store.RemoveApplicationAsync(userId, clientId, CancellationToken.None);
        return isDone ? ManagementAnswer.Nothing : ManagementError.NotFound("grant");
    }

    private static string IdOf(string userId, string clientId) => Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{userId}\n{clientId}"));

    private static (string UserId, string ClientId)? Parse(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || id.Length > 1_000 || !Base64Url.IsValid(id.AsSpan(Prefix.Length)))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id.AsSpan(Prefix.Length))).Split('\n');
        return parts.Length == 2 && !parts.Any(static part => part.Any(char.IsControl)) ? (parts[0], parts[1]) : null;
    }
}
