using Microsoft.Extensions.Options;

namespace Tokgate.Server.Upstream;

/// <summary>The room for those who wait for TikTok (T-53): when it is full nobody queues, so that a TikTok that hangs costs a bounded number of requests.</summary>
internal sealed class UpstreamRoom(IOptions<UpstreamOptions> options)
{
    /// <summary>How long TikTok takes to answer, or we to give up.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly int places = options.Value.MaxWaiting;

    private int taken;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref taken) <= places)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref taken);
}
