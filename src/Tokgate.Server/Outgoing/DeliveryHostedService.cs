using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

/// <summary>Empties the queue, several at once and few to one host. Every node runs one; what a node claimed nobody else has.</summary>
internal sealed partial class DeliveryHostedService(
    IDeliveryStore store, DeliveryAttempt attempt, DeliveryBell bell, IOptions<DeliveryOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DeliveryHostedService> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // How much longer than a try its claim lasts: for the commit of the outcome, and for clocks of nodes that differ.
    private static readonly TimeSpan LeaseSlack = TimeSpan.FromSeconds(50);

    // What this node has claimed and not finished: id and host.
    private readonly ConcurrentDictionary<string, string> underWay = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first look builds EF's model, and until the broker listens somebody waits for something else.
        await StartedAsync(stoppingToken);
        var running = new List<Task>();
        await using var look = time.CreateTimer(static state => ((DeliveryBell)state!).Ring(), bell, LookEvery, LookEvery); // the state is the next argument
        bell.Ring();
        try
        {
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                running.RemoveAll(static task => task.IsCompleted);
                foreach (var delivery in await ClaimAsync(stoppingToken))
                {
                    underWay[delivery.Id] = delivery.Host;
                    running.Add(RunAsync(delivery, stoppingToken));
                }
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task<IReadOnlyList<Delivery>> ClaimAsync(CancellationToken stoppingToken)
    {
        var free = options.Value.Parallel - underWay.Count;
        if (free <= 0)
        {
            return [];
        }

        try
        {
            var busy = underWay.Values.Distinct(StringComparer.Ordinal).ToArray();
            return await store.ClaimAsync(free, options.Value.ParallelPerHost, busy, time.GetUtcNow() + options.Value.AttemptTimeout + LeaseSlack, stoppingToken);
        }
#pragma warning disable CA1031 // the database is away: the next look finds what is due, and stopping the broker would help nobody
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(log, exception);
            return [];
        }
    }

    private async Task RunAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        await attempt.RunAsync(delivery, stoppingToken);
        underWay.TryRemove(delivery.Id, out _);

        // A place is free again, and perhaps a host not busy any more.
        bell.Ring();
    }
}
