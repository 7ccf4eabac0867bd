namespace Tokgate.Server.Management.Trail;

/// <summary>The trail, for whoever searches it. Who writes it uses <see cref="Audit.IAuditStore"/>.</summary>
internal interface ILogStore
{
    Task<LogPage> ListAsync(LogQuery query, CancellationToken cancellationToken);

    /// <summary>How many there are, up to <see cref="LogQuery.MostCounted"/>.</summary>
    Task<long> CountAsync(LogQuery query, CancellationToken cancellationToken);

    Task<LogEntry?> FindAsync(long id, CancellationToken cancellationToken);
}
