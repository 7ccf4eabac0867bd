namespace Tokgate.Emulator;

/// <summary>How much a deviation matters at the real TikTok.</summary>
public enum TikTokEmulatorSeverity
{
    /// <summary>TikTok does not document it, and it is not known to do harm.</summary>
    Note,

    /// <summary>It works by luck, for now, or not for everybody.</summary>
    Warning,

    /// <summary>TikTok refuses it, or it breaks what keeps people safe.</summary>
    Error,
}
