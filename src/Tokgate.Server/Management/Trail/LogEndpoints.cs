using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Search;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management.Trail;

/// <summary>The audit trail, in the shape of Auth0's logs.</summary>
/// <remarks>
/// Owns <c>/api/v2/logs</c>, <c>/logs/{id}</c> and <c>/users/{id}/logs</c>. Two ways of reading as at Auth0: pages, the newest first; and from a log_id on, the oldest first,
/// for programs that fetch what is new. Always an array, unless totals are wanted. Reads nothing that is not on disk. Does not own what is recorded (Audit).
/// </remarks>
internal sealed class LogEndpoints(ILogStore store) : IManagementEndpoints
{
    private static readonly IReadOnlyList<QueryParameter> Pages =
    [
        .. Paging.Query.Where(static parameter => parameter.Name is "page" or "per_page" or "include_totals"),
        QueryParameter.Fields, QueryParameter.IncludeFields,
        new QueryParameter("q", QueryKind.Text, "field:\"value\" with AND between, beginning* for type and event, date:[from TO to]; fields are type, event, client_id, user_id, connection, flow_id, reference, error_id, text, date."),
        new QueryParameter("search", QueryKind.Text, "Auth0's clients' name for q."),
        new QueryParameter("sort", QueryKind.Text, "date:-1 for the newest first, date:1 for the oldest.") { Words = ["date:1", "date:-1"] },
    ];

    private static readonly IReadOnlyList<QueryParameter> All =
    [
        .. Pages,
        new QueryParameter("from", QueryKind.Text, "A log_id: what follows it, the oldest first unless sort says otherwise."),
        new QueryParameter("take", QueryKind.Number, $"How many with from, 50 unless told, at most {Paging.Most}.") { Min = 1, Max = Paging.Most },
        new QueryParameter("flow_id", QueryKind.Text, "The story of one sign-in, the oldest first."),
        new QueryParameter("reference", QueryKind.Text, "What stands on an error page."),
    ];

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "logs", ManagementScopes.Read("logs"), "listLogs")
        {
            Summary = "What happened, the newest first.",
            Query = All,
            Answer = () => Schemas.PageOf("logs", LogShape.Shape.Schema),
        }, call => ListAsync(call, userId: null)),
        new(new ManagementOperation("GET", "logs/{id}", ManagementScopes.Read("logs"), "getLog")
        {
            Summary = "One event.",
            Answer = () => LogShape.Shape.Schema,
        }, FindAsync),
        new(new ManagementOperation("GET", "users/{id}/logs", ManagementScopes.Read("logs"), "listUserLogs")
        {
            Summary = "What happened with a person, the newest first; also with one who is deleted.",
            Query = Pages,
            Answer = () => Schemas.PageOf("logs", LogShape.Shape.Schema),
        }, call => ListAsync(call, call.Value("id"))),
    ];

    private async Task<ManagementAnswer> FindAsync(ManagementCall call) =>
        long.TryParse(call.Value("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await store.FindAsync(id, call.Aborted) is { } entry
            ? LogShape.Shape.Write(entry)
            : ManagementError.NotFound("log");

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, string? userId)
    {
        // Auth0's clients may send both forms at once and mean this one.
        var isCursor = call.Query("from") is not null || call.Query("take") is not null;
        var limit = call.Number(isCursor ? "take" : "per_page") ?? 50;
        var skip = isCursor ? 0 : (long)(call.Number("page") ?? 0) * limit;
        if (skip > Paging.MostSkipped)
        {
            return ManagementError.InvalidQuery([new Fault("page", $"ends after {Paging.MostSkipped} entries; go on with from and take, or with a date in q")]);
        }

        long after = 0;
        if (call.Query("from") is { } from && !long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return ManagementError.InvalidQuery([new Fault("from", "must be a log_id of this list")]);
        }

        if (Read(call, userId, out var asked) is { } fault)
        {
            return ManagementError.InvalidQuery([fault]);
        }

        var query = asked with
        {
            After = call.Query("from") is null ? null : after,
            IsAscending = call.Query("sort") is { } sort ? sort == "date:1" : isCursor || asked.FlowId is not null,
            Skip = (int)skip,
            Limit = limit,
        };
        var page = await store.ListAsync(query, call.Aborted);
        var list = new JsonArray([.. page.Entries.Take(limit).Select(entry => LogShape.Shape.Write(entry, call.Only()))]);
        JsonNode body = call.Flag("include_totals") == true
            ? new JsonObject { ["start"] = query.Skip, ["limit"] = limit, ["length"] = list.Count, ["total"] = await store.CountAsync(query with { After = null }, call.Aborted), ["logs"] = list }
            : list;
        return new ManagementAnswer
        {
            Body = body,
            Next = page.SearchedTo?.ToString(CultureInfo.InvariantCulture),
            Warnings = page.SearchedTo is not { } last ? [] :
            [
                string.Create(CultureInfo.InvariantCulture, $"Looked through {query.MostLookedAt} events and not further; go on with from={last}, take and sort={(query.IsAscending ? "date:1" : "date:-1")}, or say a date in q."),
            ],
        };
    }

    private static Fault? Read(ManagementCall call, string? userId, out LogQuery query)
    {
        query = new LogQuery { UserId = userId, FlowId = call.Query("flow_id"), Reference = call.Query("reference") };
        if (new[] { query.FlowId, query.Reference }.Any(static value => value?.Any(char.IsControl) == true))
        {
            return new Fault(query.FlowId is null ? "reference" : "flow_id", "must have no control character");
        }

        if (call.Query("q") is not null && call.Query("search") is not null)
        {
            return new Fault("search", "says the same as q; send one of them");
        }

        if ((call.Query("q") ?? call.Query("search")) is not { Length: > 0 } text)
        {
            return null;
        }

        if (SearchText.Read(text, LogQuery.Fields, LogQuery.Date, out var terms) is { } fault)
        {
            return new Fault("q", fault);
        }

        foreach (var term in terms)
        {
            if (term.IsPrefix && term.Field is not (LogQuery.Type or LogQuery.Event))
            {
                return new Fault("q", $"may have a beginning* for {LogQuery.Type} and {LogQuery.Event} only; say the whole {term.Field}");
            }

            if (With(query, term) is not { } narrower)
            {
                return new Fault("q", $"says {term.Field} twice");
            }

            query = narrower;
        }

        return null;
    }

    // Null if it was said before: two values of one field are never both true, and two ranges are one.
    private static LogQuery? With(LogQuery query, SearchTerm term) => term.Field switch
    {
        LogQuery.Type => query.Kinds is null ? query with { Kinds = LogKinds.OfType(term.Value, term.IsPrefix) } : null,
        LogQuery.Event => query.Kinds is null ? query with { Kinds = LogKinds.OfEvent(term.Value, term.IsPrefix) } : null,
        LogQuery.ClientIdField => query.ClientId is null ? query with { ClientId = term.Value } : null,
        LogQuery.UserIdField => query.UserId is null ? query with { UserId = term.Value } : null,
        LogQuery.ConnectionField => query.Connection is null ? query with { Connection = term.Value } : null,
        LogQuery.FlowIdField => query.FlowId is null ? query with { FlowId = term.Value } : null,
        LogQuery.ReferenceField => query.Reference is null ? query with { Reference = term.Value } : null,
        LogQuery.ErrorIdField => query.ErrorId is null ? query with { ErrorId = term.Value } : null,
        LogQuery.TextField => query.Text is null ? query with { Text = term.Value } : null,
        _ => query.From is null && query.Until is null ? query with { From = term.From, Until = term.Until } : null,
    };
}
