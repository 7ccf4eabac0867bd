namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Who may send a call again when its answer is lost.</summary>
public enum Repetition
{
    /// <summary>Nobody: it spends what it sends.</summary>
    Spends,

    /// <summary>The caller; this library sends it once.</summary>
    CallersChoice,

    /// <summary>This library does, up to three times in all.</summary>
    Ours,
}
