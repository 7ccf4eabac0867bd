using System.Collections.Concurrent;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Who hears of events in a test.</summary>
public sealed class Heard : IGrantEventReceiver
{
    private readonly ConcurrentQueue<GrantEvent> _events = new();

    /// <summary>So many events are not taken.</summary>
    public int Failures { get; set; }

    public IReadOnlyList<GrantEvent> Events => [.. _events];

    public IEnumerable<GrantEventKind> Kinds => _events.OrderBy(told => told.At).Select(told => told.Kind);

    public Task HandleAsync(GrantEvent grantEvent, CancellationToken cancellationToken = default)
    {
        if (Failures > 0)
        {
            Failures--;
            throw new InvalidOperationException("The receiver is away.");
        }

        _events.Enqueue(grantEvent);
        return Task.CompletedTask;
    }
}
