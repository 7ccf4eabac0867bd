using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>Runs the re-wrap once if the operator asked for it, beside the serving, and says when the former key may go.</summary>
internal sealed partial class KeyRewrapHostedService(KeyRewrap rewrap, MasterKeyRing masterKeys, IOptions<KeysOptions> options, TimeProvider time, ILogger<KeyRewrapHostedService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Rewrap && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var moved = await rewrap.RunAsync(stoppingToken);
                LogDone(log, masterKeys.CurrentId, moved);
                return;
            }
#pragma warning disable CA1031 // what is done is done; the rest is tried again, and both keys still open everything
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }
}
