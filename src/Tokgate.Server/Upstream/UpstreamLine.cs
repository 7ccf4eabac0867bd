namespace Tokgate.Server.Upstream;

/// <summary>What one connection has heard of TikTok lately. While it is open, one at a time may look whether TikTok is back.</summary>
internal sealed class UpstreamLine(UpstreamOptions options, TimeProvider time, Action<bool> changed)
{
    private readonly Lock gate = new();
    private int silent;
    private DateTimeOffset opensAt;
    private bool isProbing;

    private bool IsOpen => silent >= options.BreakAfter;

    public UpstreamTurn Enter()
    {
        lock (gate)
        {
            if (!IsOpen)
            {
                return new UpstreamTurn(this, null);
            }

            var wait = opensAt - time.GetUtcNow();
            if (isProbing || wait > TimeSpan.Zero)
            {
                return new UpstreamTurn(null, wait > TimeSpan.Zero ? wait : options.BreakFor);
            }

            isProbing = true;
            return new UpstreamTurn(this, null) { IsProbe = true };
        }
    }

    public void Took(bool isAnswer, bool isProbe)
    {
        bool was, isOpen;
        lock (gate)
        {
            was = IsOpen;
            silent = isAnswer ? 0 : Math.Min(silent + 1, options.BreakAfter);
            isOpen = IsOpen;

            // Those who have waited since before it opened come in late, and must not put off the next look.
            if (!was || isProbe)
            {
                opensAt = time.GetUtcNow() + options.BreakFor;
            }
        }

        if (was != isOpen)
        {
            changed(isOpen);
        }
    }

    /// <summary>The one who was to look has gone; whether they looked or not, the next may.</summary>
    public void EndProbe()
    {
        lock (gate)
        {
            isProbing = false;
        }
    }
}
