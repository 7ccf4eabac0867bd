using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

/// <summary>Brings committed events to the receivers, at least once.</summary>
internal sealed partial class EventDelivery(IGrantEventStore queue, IEnumerable<IGrantEventReceiver> receivers, VaultOptions options, TimeProvider time, ILogger log)
{
    private const int Batch = 100;

    private readonly IGrantEventReceiver[] _receivers = [.. receivers];

    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        if (_receivers.Length == 0)
        {
            return;
        }

        var events = await queue.ClaimAsync(time.GetUtcNow() + options.Lease, Batch, cancellationToken).ConfigureAwait(false);
        var done = new List<string>(events.Count);
        foreach (var grantEvent in events)
        {
            try
            {
                foreach (var receiver in _receivers)
                {
                    await receiver.HandleAsync(grantEvent, cancellationToken).ConfigureAwait(false);
                }

                done.Add(grantEvent.Id);
            }
#pragma warning disable CA1031 // it comes again when its claim ends
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception, grantEvent.Id, grantEvent.Kind);
            }
        }

        if (done.Count > 0)
        {
            await queue.CompleteAsync(done, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
