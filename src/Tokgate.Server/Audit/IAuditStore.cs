namespace Tokgate.Server.Audit;

internal interface IAuditStore
{
    Task AddAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);

    /// <summary>Newest first, at most <paramref name="limit"/>. The next page begins before the id of the last event of this one.</summary>
    Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>One sign-in as one story, oldest first.</summary>
    Task<IReadOnlyList<AuditEvent>> StoryAsync(string flowId, CancellationToken cancellationToken);
}
