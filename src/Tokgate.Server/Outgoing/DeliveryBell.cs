using System.Threading.Channels;

namespace Tokgate.Server.Outgoing;

/// <summary>Rung when there may be something to deliver, after the commit. Nobody relies on it: whoever does not hear it looks again every second.</summary>
internal sealed class DeliveryBell
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rings.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await rings.Reader.ReadAsync(cancellationToken);
}
