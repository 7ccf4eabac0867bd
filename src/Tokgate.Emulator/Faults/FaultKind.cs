namespace Tokgate.Emulator.Faults;

/// <summary>What goes wrong. <see cref="CutBefore"/> and <see cref="CutAfter"/> name their side of the effect; the others have <c>when</c>.</summary>
internal enum FaultKind
{
    Status,
    Body,
    Html,
    Truncated,
    RateLimit,
    Delay,
    Hang,
    CutBefore,
    CutAfter,
    CutMiddle,
}
