namespace Tokgate.Emulator;

/// <summary>What the check comes to: the worst that was found.</summary>
public enum TikTokEmulatorVerdict
{
    /// <summary>No request came in that could be judged, so nothing can be said. Never a pass.</summary>
    NothingChecked,

    /// <summary>Requests came in, and no deviation was found in them.</summary>
    Clean,

    /// <summary>Notes and nothing worse.</summary>
    Note,

    /// <summary>At least one warning and no error.</summary>
    Warning,

    /// <summary>At least one error.</summary>
    Error,
}
