using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tokgate.Vault;

/// <summary>Checks the master key before the application serves, does what is due while it runs, and lets what is under way end before it stops.</summary>
public sealed partial class VaultHostedService : IHostedLifecycleService, IDisposable
{
    private readonly TikTokVault _vault;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>For the services of an application.</summary>
    /// <param name="vault">What works.</param>
    /// <param name="options">How often.</param>
    /// <param name="log">Where failures go.</param>
    /// <param name="timeProvider">The clock between two looks; null is the system's.</param>
    public VaultHostedService(TikTokVault vault, IOptions<VaultOptions> options, ILogger<VaultHostedService> log, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _vault = vault;
        _options = options.Value;
        _log = log;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => _vault.CheckKeysAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var stopping = _stopping.Token; // taken now: it may be asked for after we have been disposed of
        _loop = Task.Run(() => LoopAsync(stopping), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _vault.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        // A host whose start failed elsewhere is disposed of without having been stopped.
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task LoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var looked = 0;
            try
            {
                looked = await _vault.WorkAsync(stopping).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the next look may succeed, and readers refresh what they need themselves
            catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(_log, exception);
            }
            catch (OperationCanceledException)
            {
                return; // the application stops
            }

            if (looked < _options.Warmth.Batch)
            {
                await Task.Delay(_options.Warmth.Interval, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
