using System.Runtime.CompilerServices;

namespace Tokgate.Server.Storage;

/// <summary>Rows that die by time, as plain SQL: to look whether there are any is what an idle broker does, and EF's model is not for that.</summary>
/// <param name="Table">Where they are.</param>
/// <param name="Key">Its primary key.</param>
/// <param name="Column">The instant that counts, in milliseconds; an index begins with it.</param>
internal sealed record ExpiringRows(string Table, string Key, string Column)
{
    /// <value>How long after the instant they stay.</value>
    public TimeSpan KeptFor { get; init; }

    /// <value>What else must be true, in SQL; null for nothing.</value>
    public string? Only { get; init; }

    /// <value>The column that is forgotten while the row stays; null if the row goes.</value>
    public string? Forgets { get; init; }

    /// <summary>The oldest have the smallest keys, and no index on the instant is needed.</summary>
    public bool IsOrderedByKey { get; init; }

    public FormattableString Look(DateTimeOffset now) => FormattableStringFactory.Create(Due, Before(now), 1);

    /// <remarks>The instant stands there twice for PostgreSQL, which looks again at a row that changed after it was found, and only at what stands outside of the inner query.</remarks>
    public FormattableString Delete(DateTimeOffset now, int limit) => FormattableStringFactory.Create(
        (Forgets is null ? $"delete from {Table}" : $"update {Table} set {Forgets} = null") + $" where {Key} in ({Due}) and {Column} < {{2}}", Before(now), limit, Before(now));

    private string Due => IsOrderedByKey
        ? $"select {Key} from (select {Key}, {Column} from {Table} order by {Key} limit {{1}}) as oldest where {Column} < {{0}}"
        : $"select {Key} from {Table} where {Column} < {{0}}{(Only is null ? "" : $" and {Only}")} order by {Column} limit {{1}}";

    private long Before(DateTimeOffset now) => (now - KeptFor).ToUnixTimeMilliseconds();
}
