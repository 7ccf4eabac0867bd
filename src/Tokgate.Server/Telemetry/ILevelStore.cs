namespace Tokgate.Server.Telemetry;

internal interface ILevelStore
{
    /// <summary>Everything but the signing keys. Each count walks an index and no table.</summary>
    Task<Levels> ReadAsync(CancellationToken cancellationToken);
}
