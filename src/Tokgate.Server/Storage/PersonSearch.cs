using System.Globalization;
using Tokgate.Server.Management.People;
using Tokgate.Server.Management.Search;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

/// <summary>
/// The statements that find people. Each begins with what an index has in the order that is wanted: the beginning of a name in order of names, everybody in order of their
/// instants (with the connection in the same index, so that nobody is read to be left out). What cannot be had so, such as the beginning of a name in order of instants,
/// is found first and sorted then, up to <see cref="PersonQuery.MostSorted"/>.
/// </summary>
internal sealed class PersonSearch(PersonQuery query)
{
    private readonly SqlBuilder sql = new();

    private SearchTerm? Named => Term(PersonQuery.Name) ?? Term(PersonQuery.Username);

    private SearchTerm? Narrow => Term(PersonQuery.UserId) ?? Term(PersonQuery.OpenId) ?? Term(PersonQuery.UnionId);

    private bool FindsNames => Named is not null || query.Beginning is not null;

    /// <summary>Whether what is found must be sorted afterwards.</summary>
    public bool IsSorted => Narrow is not null || (FindsNames && query.Sort is not null);

    private bool IsByName => FindsNames && !IsSorted;

    /// <summary>Whether nothing but instants and the connection matter, so that counting all is cheap.</summary>
    public bool IsPlain => !FindsNames && Narrow is null;

    private bool IsDescending => !IsByName && query.IsDescending;

    private string Order => IsDescending ? "desc" : "asc";

    private string Instant => query.Sort == PersonSort.LastLogin ? "u.last_login_at" : "u.created_at";

    /// <summary>What a position begins with: it means something only in its own order.</summary>
    public string Mark => IsByName ? "n" : (query.Sort == PersonSort.LastLogin ? "l" : "c") + (IsDescending ? "d" : "a");

    public string Position(object key, string id) => string.Create(CultureInfo.InvariantCulture, $"{Mark}\n{id}\n{key}");

    public bool Understands(string? position) => position is null || (position.Split('\n', 3) is [var mark, _, var key] && mark == Mark && (IsByName || long.TryParse(key, CultureInfo.InvariantCulture, out _)));

    /// <summary>The rows of the page, in its order. The last column is the key.</summary>
    public FormattableString Page(string columns)
    {
        var found = Found(query.Page.Skip, query.Page.Limit + 1);
        return sql.Statement($"select {columns}, c.k from ({found}) as c cross join users u where u.id = c.id order by c.k {Order}, c.id {Order}");
    }

    /// <summary>How many there are, up to a number.</summary>
    public FormattableString Count(int most) =>
        IsPlain ? sql.Statement($"select count(*) from users u where {Rest(null)}") : sql.Statement($"select count(*) from ({Found(0, most)}) as c");

    /// <summary>How many would have to be sorted, up to one more than may be.</summary>
    public FormattableString CountSorted() => sql.Statement($"select count(*) from (select c.id from ({Candidates()}) as c limit {sql.Value(PersonQuery.MostSorted + 1)}) as found");

    private string Found(int skip, int limit)
    {
        if (IsByName)
        {
            return Named is { } named ? ByKey(Column(named.Field), skip, limit) : ByBeginning(skip, limit);
        }

        var from = IsSorted ? $"(select c.id from ({Candidates()}) as c limit {sql.Value(PersonQuery.MostSorted)}) as c cross join users u where u.id = c.id and {Rest(null)}" : $"users u where {Rest(null)}";
        return $"select u.id, {Instant} as k from {from}{After(Instant)} order by {Instant} {Order}, u.id {Order} limit {sql.Value(limit)} offset {sql.Value(skip)}";
    }

    private string ByKey(string column, int skip, int limit) =>
        $"select u.id, {column} as k from users u where {Rest(null)}{After(column)} order by {column}, u.id limit {sql.Value(limit)} offset {sql.Value(skip)}";

    // Two streams in order of the key by which each was found; who is found by both comes by the name alone.
    private string ByBeginning(int skip, int limit)
    {
        var key = SearchKey.Of(query.Beginning);
        var byName = $"select u.id, u.name_key as k from users u where {sql.Begins("u.name_key", key)} and {Rest(key)}{After("u.name_key")} order by u.name_key, u.id limit {sql.Value(skip + limit)}";
        var byUsername = $"select u.id, u.username_key as k from users u where {sql.Begins("u.username_key", key)} and not ({sql.Begins("u.name_key", key)}) and {Rest(key)}{After("u.username_key")}"
            + $" order by u.username_key, u.id limit {sql.Value(skip + limit)}";
        return $"select x.id, x.k from (select * from ({byName}) as a union all select * from ({byUsername}) as b) as x order by x.k, x.id limit {sql.Value(limit)} offset {sql.Value(skip)}";
    }

    private string Candidates()
    {
        if (Narrow is { } narrow)
        {
            return narrow.Field == PersonQuery.UserId
                ? $"select id from users where {sql.Matches("id", narrow.Value, narrow.IsPrefix)}"
                : $"select distinct user_id as id from identities where {sql.Matches(narrow.Field, narrow.Value, narrow.IsPrefix)}";
        }

        if (Named is { } named)
        {
            return $"select u.id from users u where {Key(named)}";
        }

        var key = SearchKey.Of(query.Beginning);
        return $"select id from users where {sql.Begins("name_key", key)} union select id from users where {sql.Begins("username_key", key)}";
    }

    // All conditions; those that the statement began with cost nothing a second time. With the beginning that is looked for already, it is left out.
    private string Rest(string? found)
    {
        var all = query.Terms.Select(Condition).ToList();
        if (query.Beginning is { } beginning && found is null)
        {
            var key = SearchKey.Of(beginning);
            all.Add($"(({sql.Begins("u.name_key", key)}) or ({sql.Begins("u.username_key", key)}))");
        }

        return all.Count == 0 ? "1 = 1" : string.Join(" and ", all);
    }

    private string Condition(SearchTerm term) => term.Field switch
    {
        PersonQuery.Name or PersonQuery.Username => Key(term),
        PersonQuery.UserId => sql.Matches("u.id", term.Value, term.IsPrefix),
        PersonQuery.Connection => sql.Matches("u.connection", term.Value, term.IsPrefix),
        _ => $"exists (select 1 from identities i where i.user_id = u.id and {sql.Matches("i." + term.Field, term.Value, term.IsPrefix)})",
    };

    private string Key(SearchTerm term) => sql.Matches(Column(term.Field), SearchKey.Of(term.Value), term.IsPrefix);

    private static string Column(string field) => field == PersonQuery.Name ? "u.name_key" : "u.username_key";

    private string After(string column)
    {
        if (query.Page.After?.Split('\n', 3) is not [_, var id, var key])
        {
            return "";
        }

        object value = IsByName ? key : long.Parse(key, CultureInfo.InvariantCulture);
        return $" and ({column}, u.id) {(IsDescending ? '<' : '>')} ({sql.Value(value)}, {sql.Value(id)})";
    }

    private SearchTerm? Term(string field) => query.Terms.Where(term => term.Field == field).OrderBy(static term => term.IsPrefix).FirstOrDefault();
}
