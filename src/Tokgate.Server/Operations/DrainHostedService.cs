using Microsoft.Extensions.Options;

namespace Tokgate.Server.Operations;

/// <summary>
/// The way out, in this order: not ready, still serving while that gets about, then the listener closes and what is under way ends, then the vault's refreshes, then
/// what waits to be written. The order behind the notice is the host's own: it stops what it started last first, and the listener starts last.
/// </summary>
internal sealed partial class DrainHostedService(
    Drain drain, IHostApplicationLifetime lifetime, IOptions<ShutdownOptions> options, IOptions<HostOptions> host, TimeProvider time, ILogger<DrainHostedService> log)
    : IHostedLifecycleService, IDisposable
{
    private CancellationTokenRegistration signal;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Here and not where options are configured: the host reads its own before anybody has told all that is wrong with ours.
        host.Value.ShutdownTimeout = options.Value.NoticeFor.GetValueOrDefault() + options.Value.FinishWithin;

        // At the signal, and not when it is this service's turn.
        signal = lifetime.ApplicationStopping.Register(drain.Begin);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        drain.Begin();

        // A program that stops us by itself, without a signal, has nobody in front of it who would have to learn of it.
        if (lifetime.ApplicationStopping.IsCancellationRequested && options.Value.NoticeFor is { } notice && notice > TimeSpan.Zero)
        {
            LogDraining(log, notice);
            await Task.Delay(notice, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => signal.Dispose();

    [LoggerMessage(3303, LogLevel.Information, "Stopping: not ready any more, and serving for another {Notice}")]
    private static partial void LogDraining(ILogger log, TimeSpan notice);
}
