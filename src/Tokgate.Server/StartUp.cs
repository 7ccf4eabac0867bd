using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Storage;
using Tokgate.Server.Webhooks;
using Tokgate.Vault;

namespace Tokgate.Server;

/// <summary>What must be true before the first request: options valid (checked before this), schema current, master key right, keys there.</summary>
internal sealed class StartUp(IHostEnvironment environment, MasterKeyRing masterKeys, Migrator migrator, ISchemaState schema, MasterKeySentinel sentinel, ClientSeeding clients, ConnectionSeeding connections, ReceiverSeeding receivers, KeyRotation rotation, SigningKeyRing ring) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        FrameworkVersion.Check(FrameworkVersion.Current);
        MachineNames.Check(environment);
        BrokerKeys.Load(masterKeys);
        await migrator.RunAsync(cancellationToken);
        if (await schema.FindFaultAsync(cancellationToken) is { } fault)
        {
            throw new SetupException(fault.ErrorId, fault.Message);
        }

        await sentinel.CheckAsync(cancellationToken);
        await clients.RunAsync(cancellationToken);
        await connections.RunAsync(cancellationToken);
        await receivers.RunAsync(cancellationToken);
        await rotation.EnsureAsync(cancellationToken);
        await ring.GetAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
