using Tokgate.Server.Management.Trail;

namespace Tokgate.Server.Storage;

/// <summary>
/// The statements that find events. An event's id rises with time, so every index that ends in it gives its events in their order, and instants are found by halving ids.
/// One filter is answered by its index, chosen here, because SQLite does not know which of them leaves least; the others are looked at row by row, within bounds.
/// </summary>
internal sealed class LogSearch(LogQuery query, bool isPostgreSql, long? from, long? until)
{
    private static readonly string[] Texts = ["cause", "error_id", "log_id", "reference", "subject", "actor", "address", "user_agent"];

    private readonly SqlBuilder sql = new();

    /// <summary>The events that lie beyond are on the wrong side of this instant by more than they can be late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private string Order => query.IsAscending ? "asc" : "desc";

    private string? Driver => query switch
    {
        { FlowId: not null } => "flow_id",
        { Reference: not null } => "reference",
        { UserId: not null } => "user_id",
        { ErrorId: not null } => "error_id",
        { Kinds.Count: 1 } => "name",
        { ClientId: not null } => "client_id",
        { Connection: not null } => "connection",
        _ => null,
    };

    /// <summary>Whether there may be much to look through in vain.</summary>
    public bool IsBounded => query.Text is not null || (Driver is "name" or "client_id" or "connection" or "error_id" && Residual(Driver).Count > 0);

    /// <summary>The first event that is not older than an instant, by halving: twenty looks at the key for a million events.</summary>
    public static FormattableString FirstNotBefore(DateTimeOffset instant)
    {
        var at = instant.ToUnixTimeMilliseconds();
        return $"""
            with recursive half (lo, hi) as (
                select coalesce((select min(id) from audit_events), 1), coalesce((select max(id) from audit_events), 0) + 1
                union all
                select case when (select occurred_at from audit_events where id >= (lo + hi) / 2 order by id limit 1) < {at} then (lo + hi) / 2 + 1 else lo end,
                    case when (select occurred_at from audit_events where id >= (lo + hi) / 2 order by id limit 1) < {at} then hi else (lo + hi) / 2 end
                from half where lo < hi)
            select max(lo) from half
            """;
    }

    /// <summary>The ids of the page, one more than its limit.</summary>
    public FormattableString Page(long? bound) => sql.Statement(Ids(bound, query.Skip, query.Limit + 1));

    public FormattableString Count(long? bound, int most) => sql.Statement($"select count(*) from ({Ids(bound, 0, most)}) as found");

    /// <summary>The event up to which is searched; none if the index ends before.</summary>
    public FormattableString Bound() => sql.Statement(
        $"select a.id from audit_events a where {string.Join(" and ", Conditions(Driver, withResidual: false, null))} order by a.id {Order} limit 1 offset {sql.Value(query.MostLookedAt)}");

    private string Ids(long? bound, int skip, int limit)
    {
        if (Driver is null && query.Text is null && query.Kinds is { Count: > 1 } kinds)
        {
            // Each kind in its own order of ids, and what is left of them all.
            var streams = kinds.Select((kind, index) =>
                $"select * from (select a.id from audit_events a where {string.Join(" and ", [Kind(kind, isDriver: true), .. Bounds(bound)])} order by a.id {Order} limit {sql.Value(skip + limit)}) as s{index}");
            return $"select x.id from ({string.Join(" union all ", streams)}) as x order by x.id {Order} limit {sql.Value(limit)} offset {sql.Value(skip)}";
        }

        return $"select a.id from audit_events a where {string.Join(" and ", Conditions(Driver, withResidual: true, bound))} order by a.id {Order} limit {sql.Value(limit)} offset {sql.Value(skip)}";
    }

    private IEnumerable<string> Conditions(string? driver, bool withResidual, long? bound)
    {
        yield return driver switch
        {
            null => "1 = 1",
            "name" => Kind(query.Kinds![0], isDriver: true), // as its driver says
            _ => $"a.{driver} = {sql.Value(ValueOf(driver))}",
        };
        foreach (var condition in Bounds(bound))
        {
            yield return condition;
        }

        foreach (var write in withResidual ? Residual(driver) : [])
        {
            yield return write();
        }
    }

    private List<Func<string>> Residual(string? driver)
    {
        var rest = new List<Func<string>>();
        foreach (var column in (string[])["flow_id", "reference", "user_id", "error_id", "client_id", "connection"])
        {
            if (column != driver && ValueOf(column) is { } value)
            {
                rest.Add(() => $"{Unindexed(column)} = {sql.Value(value)}");
            }
        }

        if (query.Kinds is { Count: > 0 } kinds && driver != "name")
        {
            rest.Add(() => $"({string.Join(" or ", kinds.Select(kind => Kind(kind, isDriver: false)))})");
        }

        if (query.Text is { } text)
        {
            rest.Add(() => $"lower({string.Join(" || ' ' || ", Texts.Select(static column => $"coalesce(a.{column}, '')"))}) like {sql.Value(Pattern(text))} escape '!'");
        }

        return rest;
    }

    private IEnumerable<string> Bounds(long? bound)
    {
        if (query.After is { } after)
        {
            yield return $"a.id {(query.IsAscending ? '>' : '<')} {sql.Value(after)}";
        }

        if (bound is { } last)
        {
            yield return $"a.id {(query.IsAscending ? "<=" : ">=")} {sql.Value(last)}";
        }

        if (from is { } first)
        {
            yield return $"a.id >= {sql.Value(first)} and a.occurred_at >= {sql.Value(query.From?.ToUnixTimeMilliseconds())}";
        }

        if (until is { } end)
        {
            yield return $"a.id < {sql.Value(end)} and a.occurred_at < {sql.Value(query.Until?.ToUnixTimeMilliseconds())}";
        }
    }

    private string Kind(LogKind kind, bool isDriver)
    {
        var name = $"{(isDriver ? "a.name" : Unindexed("name"))} = {sql.Value(kind.Event)}";
        return kind.Cause is { } cause ? $"({name} and a.cause = {sql.Value(cause)})"
            : LogKinds.Others(kind) is { Count: > 0 } others ? $"({name} and (a.cause is null or a.cause not in ({string.Join(", ", others.Select(other => sql.Value(other)))})))"
            : name;
    }

    // SQLite knows the two cases of A to Z alone, and these texts have hardly others.
    private static string Pattern(string text) => $"%{text.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    // A plus before a column keeps SQLite from its index, and means nothing else; PostgreSQL knows better by itself.
    private string Unindexed(string column) => isPostgreSql ? "a." + column : "+a." + column;

    private string? ValueOf(string column) => column switch
    {
        "flow_id" => query.FlowId,
        "reference" => query.Reference,
        "user_id" => query.UserId,
        "error_id" => query.ErrorId,
        "client_id" => query.ClientId,
        _ => query.Connection,
    };
}
