namespace Tokgate.Server.Management.People;

/// <summary>People, for whoever manages them.</summary>
internal interface IPersonStore
{
    /// <summary>One more than the page's limit if there are more. Null if too many are found to be sorted (<see cref="PersonQuery.MostSorted"/>), or if the page begins in another order.</summary>
    Task<IReadOnlyList<Person>?> ListAsync(PersonQuery query, CancellationToken cancellationToken);

    /// <summary>How many there are; where something is looked for, no more than <see cref="PersonQuery.MostCounted"/>.</summary>
    Task<long> CountAsync(PersonQuery query, CancellationToken cancellationToken);

    Task<Person?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes what may change if the version is still that one. Whoever is blocked by it loses sessions and what applications hold of them at once.</summary>
    Task<bool> TryUpdateAsync(Person person, CancellationToken cancellationToken);

    /// <summary>The beginning of the end of a person: blocked, every session ended and told, and nothing that applications hold counts any more. False if there is none.</summary>
    Task<bool> StopAsync(string id);

    /// <summary>Everything of the person goes, and of the trail what is more than ids. False if there is none.</summary>
    Task<bool> DeleteAsync(string id);
}
