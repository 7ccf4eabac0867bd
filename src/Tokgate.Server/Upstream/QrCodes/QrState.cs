namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>How far a code on a screen is. The numbers stand in rows.</summary>
internal enum QrState
{
    Waiting = 0,

    /// <summary>Somebody has scanned it and not answered yet.</summary>
    Scanned = 1,

    /// <summary>They agreed, and what TikTok gave for it waits for whoever shows the code.</summary>
    Confirmed = 2,

    /// <summary>Nobody scanned it in time, or they said no: TikTok tells the two apart for nobody.</summary>
    Over = 3,
}
