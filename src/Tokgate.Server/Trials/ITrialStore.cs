namespace Tokgate.Server.Trials;

/// <summary>Trials as those see them who look at them. Who runs them uses <see cref="ITrialRunStore"/>.</summary>
internal interface ITrialStore
{
    Task AddAsync(Trial trial, byte[] runHash, CancellationToken cancellationToken);

    Task<Trial?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Of a connection, the newest first.</summary>
    Task<IReadOnlyList<Trial>> ListAsync(string connectionId, int limit, CancellationToken cancellationToken);

    Task<Trial?> FindSharedAsync(byte[] shareHash, CancellationToken cancellationToken);

    /// <summary>Lets whoever has the handle read it; a link of before is no good any more. With null nobody has one. False if there is no such trial.</summary>
    Task<bool> ShareAsync(string id, byte[]? shareHash, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
