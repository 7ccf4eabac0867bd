namespace Tokgate.Emulator.Checker;

/// <summary>How often a token was refused to somebody who could know of the refusals before.</summary>
internal sealed class Refusals
{
    private long last;

    public int Count { get; private set; }

    public void Add(Exchange exchange)
    {
        if (IsKnownTo(exchange))
        {
            Count++;
            last = exchange.Answered;
        }
    }

    /// <summary>A refusal was on its way when this request arrived: the two were under way together.</summary>
    public bool Overlap(Exchange exchange) => Count > 0 && last > exchange.Arrived;

    /// <summary>The request was sent after the last refusal was told.</summary>
    public bool IsKnownTo(Exchange exchange) => exchange.Arrived > last;
}
