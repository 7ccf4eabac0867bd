namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>The store on Entity Framework Core, for SQLite and PostgreSQL.</summary>
public static class EntityFrameworkVaultStore
{
    /// <summary>Makes the parts of the store by hand; applications call <c>UseEntityFrameworkStore</c>.</summary>
    /// <param name="database">The way to the database.</param>
    /// <param name="events">What writes events into the same transactions.</param>
    /// <param name="timeProvider">The clock; leases on PostgreSQL use the database's.</param>
    /// <returns>All seams.</returns>
    public static VaultStores Create(IVaultDatabase database, IGrantEventWriter events, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var store = new VaultStoreContext(database, events);
        return new VaultStores(new GrantStore(store), new RefreshStore(store), new WarmStore(store), new AppStore(store), new KeyStore(store), new EventStore(store, timeProvider));
    }

    /// <summary>Makes the writer that fills <c>vault_events</c> for receivers.</summary>
    /// <param name="receivers">Who hears of events; if nobody does, nothing is written.</param>
    /// <returns>The writer.</returns>
    public static IGrantEventWriter EventTable(IEnumerable<IGrantEventReceiver> receivers) => new EventTableWriter(receivers);
}
