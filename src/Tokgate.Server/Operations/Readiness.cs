using Tokgate.Server.Keys;

namespace Tokgate.Server.Operations;

/// <summary>
/// What must be true for requests to be sent here: the database answers, its schema is ours, the master key opens it, there are keys to sign with, and the node is not
/// on its way out. Anybody may ask, so all who ask at one moment share one look.
/// </summary>
internal sealed partial class Readiness(ISchemaState schema, MasterKeySentinel sentinel, SigningKeyRing ring, Drain drain, TimeProvider time, ILogger<Readiness> log)
{
    // A prober gives up sooner than a driver does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task<string?>? looking;
    private string? told;

    /// <summary>The names of what is wrong, or null. They are part of the interface: database, schema, master_key, keys, draining.</summary>
    public async Task<string?> FindFaultsAsync(CancellationToken cancellationToken)
    {
        if (drain.IsDraining)
        {
            return "draining";
        }

        Task<string?> look;
        lock (gate)
        {
            look = looking is { IsCompleted: false } ? looking : looking = Task.Run(LookAsync, CancellationToken.None);
        }

        return await look.WaitAsync(cancellationToken);
    }

    private async Task<string?> LookAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        var (name, cause) = await FirstAsync(patience.Token);
        if (name is not null && name != Volatile.Read(ref told))
        {
            // Once for each change: a prober asks every few seconds for hours.
            LogNotReady(log, name, cause);
        }

        Volatile.Write(ref told, name);
        return name;
    }

    // In this order, because each needs the one before.
    private async Task<(string? Name, Exception? Cause)> FirstAsync(CancellationToken cancellationToken)
    {
        var name = "database";
        try
        {
            if (await schema.FindFaultAsync(cancellationToken) is { } fault)
            {
                return ("schema", new SetupException(fault.ErrorId, fault.Message));
            }

            name = "master_key";
            await sentinel.CheckAsync(cancellationToken);
            name = "keys";
            var keys = await ring.GetAsync(cancellationToken);
            keys.Active(SigningAlgorithm.ES256);
            keys.Active(SigningAlgorithm.RS256);
            return (null, null);
        }
#pragma warning disable CA1031 // whatever is wrong, the answer is "not ready", and the log has the cause
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (name == "master_key" && exception is not SetupException ? "database" : name, exception);
        }
    }

    [LoggerMessage(3301, LogLevel.Error, "Not ready: {Check}")]
    private static partial void LogNotReady(ILogger log, string check, Exception? cause);
}
