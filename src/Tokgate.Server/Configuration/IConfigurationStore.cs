namespace Tokgate.Server.Configuration;

internal interface IConfigurationStore
{
    Task<ConfigurationState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>All of it in one transaction, or nothing and why.</summary>
    Task<ConfigurationOutcome> TryWriteAsync(ConfigurationWrites writes, string state, CancellationToken cancellationToken);
}
