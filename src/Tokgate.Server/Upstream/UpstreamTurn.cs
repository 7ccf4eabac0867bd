namespace Tokgate.Server.Upstream;

/// <summary>One callback before the breaker. A <paramref name="wait"/> says that TikTok is not to be asked, and for how long.</summary>
internal sealed class UpstreamTurn(UpstreamLine? line, TimeSpan? wait) : IDisposable
{
    public TimeSpan? Wait => wait;

    public bool IsProbe { get; init; }

    /// <summary>TikTok was asked. Not for a caller who hung up, who says nothing of TikTok.</summary>
    public void Took(bool isAnswer) => line?.Took(isAnswer, IsProbe);

    public void Dispose()
    {
        if (IsProbe)
        {
            line?.EndProbe();
        }
    }
}
