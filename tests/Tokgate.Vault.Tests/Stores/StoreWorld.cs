using Microsoft.EntityFrameworkCore;
using Tokgate.TikTok;
using Tokgate.Vault.EntityFrameworkCore;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Stores;

/// <summary>A database and two nodes' stores on it, which share nothing else. What a store is held to is the summary of its interface's members.</summary>
internal sealed class StoreWorld : IDisposable
{
    public const string App = "app-1";

    private readonly Database _database;
    private readonly Scopes _scopes;
    private readonly List<ContextVaultDatabase<VaultContext>> _doors = [];
    private readonly ShiftedTime _time = new();
    private int _grants;

    public StoreWorld(string engine)
    {
        _database = new Database(engine);
        _scopes = new Scopes(_database);
        One = Node(EntityFrameworkVaultStore.EventTable([new Heard()]));
        Other = Node(EntityFrameworkVaultStore.EventTable([new Heard()]));
    }

    public static TheoryData<string> Engines => Database.Engines;

    public VaultStores One { get; }

    public VaultStores Other { get; }

    /// <summary>A node whose events cannot be written.</summary>
    public VaultStores Mute => Node(new Broken());

    /// <summary>In whole milliseconds, as a database has it. It stands still but for <see cref="Advance"/>; PostgreSQL has a clock of its own.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public void Advance(TimeSpan by)
    {
        _time.Advance(by);
        Now += by;
    }

    public Grant Draft()
    {
        var number = Interlocked.Increment(ref _grants);
        return new Grant
        {
            Id = $"grant-{number:0000}",
            TikTokApp = App,
            Connection = "tiktok",
            Owner = $"owner-{number}",
            OpenId = $"open-id-{number}",
            Scopes = TikTokScopes.Of("user.info.basic", "video.list"),
            Sealed = Boxes("key-1", 1),
            AccessExpiresAt = Now + TimeSpan.FromHours(2),
            RefreshExpiresAt = Now + TimeSpan.FromDays(180),
            RefreshedAt = Now,
            AuthorizedAt = Now,
            CreatedAt = Now + TimeSpan.FromMilliseconds(number),
            LastUsedAt = Now,
            DueAt = Now + TimeSpan.FromHours(1),
        };
    }

    public async Task<Grant> AddAsync(Func<Grant, Grant>? change = null)
    {
        var grant = (change ?? (static grant => grant))(Draft());
        Assert.True(await One.Grants.TryAddAsync(grant));
        return grant;
    }

    /// <summary>A grant whose attempt is under way.</summary>
    public async Task<Grant> LeasedAsync(Func<Grant, Grant>? change = null) => await One.Refreshes.TryBeginAsync(Start(await AddAsync(change))) ?? throw new InvalidOperationException("It was free.");

    public async Task<Grant> FindAsync(Grant grant) => await Other.Grants.FindAsync(grant.Id) ?? throw new InvalidOperationException("The grant is gone.");

    /// <summary>All events that wait, taken away.</summary>
    public async Task<IReadOnlyList<GrantEvent>> TakeEventsAsync()
    {
        Advance(TimeSpan.FromSeconds(1)); // an event is visible from its own instant on
        var events = await One.Events.ClaimAsync(Now + TimeSpan.FromDays(1), 1_000);
        await One.Events.CompleteAsync([.. events.Select(told => told.Id)]);
        return events;
    }

    public RefreshStart Start(Grant grant, string? attempt = null, TimeSpan? lease = null) => new()
    {
        GrantId = grant.Id,
        Generation = grant.Generation,
        AttemptId = attempt ?? RandomId.New(),
        LeaseFor = lease ?? TimeSpan.FromMinutes(1),
        Now = Now,
        AnnounceAbandoned = abandoned => Told(abandoned, GrantEventKind.RefreshFailed),
    };

    public RefreshCommit Commit(Grant leased) => new()
    {
        GrantId = leased.Id,
        Generation = leased.Generation,
        AttemptId = leased.Lease!.AttemptId, // it is leased
        At = Now,
        Sealed = Boxes("key-2", 1),
        Scopes = TikTokScopes.Of("video.list"),
        AccessExpiresAt = Now + TimeSpan.FromHours(3),
        RefreshExpiresAt = Now + TimeSpan.FromDays(200),
        LogId = "log-1",
        DueAt = Now + TimeSpan.FromHours(2),
        Recovered = Told(leased, GrantEventKind.Recovered),
    };

    public RefreshFailure Failure(Grant leased) => new()
    {
        GrantId = leased.Id,
        Generation = leased.Generation,
        AttemptId = leased.Lease!.AttemptId, // it is leased
        Cause = AttemptCause.AnswerLost,
        LogId = "log-2",
        State = GrantState.Ambiguous,
        NextAttemptAt = Now + TimeSpan.FromMinutes(5),
        DueAt = Now + TimeSpan.FromMinutes(6),
        Event = Told(leased, GrantEventKind.RefreshFailed),
    };

    public GrantEvent Told(Grant grant, GrantEventKind kind) => GrantEvent.Of(grant, kind, Now, AttemptCause.Disconnected);

    public static SealedTokens Boxes(string key, long version) => new(key, version, [1, 2, (byte)version], [3, 4], [5, 6]);

    /// <summary>Many at once, half of them on each node.</summary>
    public Task<T[]> AtOnceAsync<T>(int count, Func<VaultStores, int, Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => call(number % 2 == 0 ? One : Other, number))));

    public void Dispose()
    {
        _doors.ForEach(door => door.Dispose());
        _scopes.Dispose();
        _database.Dispose();
    }

    private VaultStores Node(IGrantEventWriter events)
    {
        var door = new ContextVaultDatabase<VaultContext>(_scopes);
        _doors.Add(door);
        return EntityFrameworkVaultStore.Create(door, events, _time);
    }

    private sealed class Broken : IGrantEventWriter
    {
        public Task WriteAsync(DbContext context, IReadOnlyList<GrantEvent> events, CancellationToken cancellationToken = default) => throw new IOException("No event can be written.");
    }
}
