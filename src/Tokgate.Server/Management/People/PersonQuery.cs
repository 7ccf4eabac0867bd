using Tokgate.Server.Management.Search;

namespace Tokgate.Server.Management.People;

/// <summary>Which people, in which order.</summary>
internal sealed record PersonQuery(PageRequest Page)
{
    public const string Name = "name";
    public const string Username = "username";
    public const string OpenId = "open_id";
    public const string UnionId = "union_id";
    public const string UserId = "user_id";
    public const string Connection = "connection";

    /// <summary>More than these cannot be put into another order than that of the search.</summary>
    public const int MostSorted = 5_000;

    /// <summary>Counted no further where something is looked for.</summary>
    public const int MostCounted = Paging.MostSkipped;

    public static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Name] = Name,
        [Username] = Username,
        ["nickname"] = Username,
        [OpenId] = OpenId,
        ["identities.user_id"] = OpenId,
        [UnionId] = UnionId,
        [UserId] = UserId,
        [Connection] = Connection,
        ["identities.connection"] = Connection,
    };

    public IReadOnlyList<SearchTerm> Terms { get; init; } = [];

    /// <value>How a name or a username begins; null for any.</value>
    public string? Beginning { get; init; }

    /// <value>Null for the order in which the search finds them: by name where a name is looked for, and the newest first where none is.</value>
    public PersonSort? Sort { get; init; }

    public bool IsDescending { get; init; } = true;
}
