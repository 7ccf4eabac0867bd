using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Search;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Users;
using Tokgate.Vault;

namespace Tokgate.Server.Management.People;

/// <summary>People, in Auth0's shape.</summary>
/// <remarks>
/// Owns <c>/api/v2/users</c> and <c>/users/{id}</c>. Nobody is made here: who a person is, TikTok says at their first sign-in. What TikTok says at every sign-in cannot be
/// changed here, because the next one would undo it. Who is deleted goes with everything; a TikTok grant is ended at TikTok first, and its tokens are destroyed here whether
/// TikTok answers or not. Does not own a person's TikTok grants (<see cref="UserGrantEndpoints"/>), sessions (<see cref="SessionEndpoints"/>) and applications
/// (<see cref="ConsentEndpoints"/>), nor their tokens (<see cref="GrantTokenEndpoints"/>).
/// </remarks>
internal sealed class UserEndpoints(IPersonStore store, PersonShape shape, TikTokVault vault, Paging paging, AuditTrail trail) : IManagementEndpoints
{
    private static readonly Dictionary<string, (PersonSort Sort, bool IsDescending)> Sorts = new(StringComparer.Ordinal)
    {
        ["created_at:1"] = (PersonSort.CreatedAt, false),
        ["created_at:-1"] = (PersonSort.CreatedAt, true),
        ["last_login:1"] = (PersonSort.LastLogin, false),
        ["last_login:-1"] = (PersonSort.LastLogin, true),
    };

    private readonly Editing<Person> editing = new(shape.Shape, "user", static person => person.Version, static _ => [], trail);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "users", ManagementScopes.Read("users"), "listUsers")
        {
            Summary = "People, found by what is known of them: the newest first, or by name where a name is looked for.",
            Query =
            [
                .. Paging.Query, QueryParameter.Fields, QueryParameter.IncludeFields,
                new QueryParameter("q", QueryKind.Text, "field:\"value\" or field:beginning*, with AND between; fields are name, username, open_id, union_id, user_id, connection."),
                new QueryParameter("search", QueryKind.Text, "How a name or a username begins."),
                new QueryParameter("sort", QueryKind.Text, "created_at or last_login, with :1 for the oldest first or :-1 for the newest.") { Words = [.. Sorts.Keys] },
                new QueryParameter("connection", QueryKind.Text, "Auth0's; as connection in q."),
                new QueryParameter("primary_order", QueryKind.Flag, "Auth0's; means nothing here."),
                new QueryParameter("search_engine", QueryKind.Text, "Auth0's; means nothing here.") { Words = ["v1", "v2", "v3"] },
            ],
            Answer = () => Schemas.PageOf("users", shape.Shape.Schema),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("GET", "users/{id}", ManagementScopes.Read("users"), "getUser")
        {
            Summary = "One person.",
            Query = [QueryParameter.Fields, QueryParameter.IncludeFields],
            Answer = () => shape.Shape.Schema,
        }, async call => await store.FindAsync(call.Value("id"), call.Aborted) is { } person ? editing.Tell(person, call.Only()) : ManagementError.NotFound("user")),
        new(new ManagementOperation("PATCH", "users/{id}", ManagementScopes.Update("users"), "updateUser")
        {
            Summary = "Changes the members that are sent. blocked: true ends the person's sessions and what applications hold of them.",
            Body = () => shape.Shape.Schema,
            Answer = () => shape.Shape.Schema,
        }, call => editing.PatchAsync(call, () => store.FindAsync(call.Value("id"), call.Aborted), person => store.TryUpdateAsync(person, call.Aborted), shape.OwnershipFault)),
        new(new ManagementOperation("DELETE", "users/{id}", ManagementScopes.Delete("users"), "deleteUser")
        {
            Summary = "Removes a person with everything: sessions, which applications are told of, what applications hold, and TikTok's grants, which are ended at TikTok.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        var terms = new List<SearchTerm>();
        if (call.Query("q") is { Length: > 0 } text)
        {
            if (SearchText.Read(text, PersonQuery.Fields, rangeField: null, out var read) is { } fault)
            {
                return ManagementError.InvalidQuery([new Fault("q", fault)]);
            }

            terms.AddRange(read);
        }

        if (call.Query("connection") is { Length: > 0 } connection)
        {
            terms.Add(new SearchTerm(PersonQuery.Connection, connection, IsPrefix: false));
        }

        var beginning = call.Query("search") is { Length: > 0 } sent ? sent.TrimEnd('*') : null;
        if (terms.Exists(static term => term.Field is PersonQuery.Name or PersonQuery.Username && SearchKey.Of(term.Value).Length == 0) || (beginning is not null && SearchKey.Of(beginning).Length == 0))
        {
            return ManagementError.InvalidQuery([new Fault(beginning is null ? "q" : "search", "looks for a name that has no letter")]);
        }

        var sort = call.Query("sort") is { } word ? Sorts[word] : ((PersonSort Sort, bool IsDescending)?)null; // an unknown word was refused
        var query = new PersonQuery(page) { Terms = terms, Beginning = beginning, Sort = sort?.Sort, IsDescending = sort?.IsDescending ?? true };
        if (await store.ListAsync(query, call.Aborted) is not { } found)
        {
            return page.After is null ? TooMany(sort is null) : ManagementError.InvalidQuery([new Fault("from", "is the cursor of a list in another order, or finds too much; begin without one")]);
        }

        long? total = page.WithTotals ? await store.CountAsync(query, call.Aborted) : null;
        return paging.Write(call, page, "users", found, person => shape.Shape.Write(person, call.Only()), static person => person.Position, total);
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        var id = call.Value("id");
        if (await store.FindAsync(id, call.Aborted) is not { } person)
        {
            return ManagementError.NotFound("user");
        }

        if (call.VersionFault(person.Version) is { } changed)
        {
            return changed;
        }

        if (call.IsDryRun)
        {
            return ManagementAnswer.Nothing;
        }

        // From here on nobody's hanging up stops it half way. If the process dies, the person is blocked, and the call can be made again.
        if (!await store.StopAsync(id))
        {
            return ManagementError.NotFound("user");
        }

        var pending = 0;
        foreach (var grant in (await vault.ListAsync(id, CancellationToken.None)).Where(static grant => grant.State != GrantState.Revoked))
        {
            pending += await vault.RevokeAsync(grant.Id, CancellationToken.None) == RevokeOutcome.Pending ? 1 : 0;
        }

        if (!await store.DeleteAsync(id))
        {
            return ManagementError.NotFound("user");
        }

        return pending == 0 ? ManagementAnswer.Nothing : ManagementAnswer.Nothing with
        {
            Warnings = [$"TikTok did not confirm the end of {pending} grant(s). Their tokens are destroyed here; at TikTok the authorization stands until the person removes it there."],
        };
    }

    private static ManagementError TooMany(bool isSearch) => ManagementError.InvalidQuery(
    [
        new Fault(isSearch ? "q" : "sort", $"is for at most {PersonQuery.MostSorted} people; say more of the value" + (isSearch ? "" : ", or leave sort out to have them by name")),
    ]);
}
