namespace Tokgate.TikTok;

/// <summary>How far a QR code is.</summary>
public enum TikTokQrCodeStatus
{
    /// <summary>A word that this library does not know; <see cref="TikTokQrCodeCheck.StatusText"/> has it.</summary>
    Unknown,

    /// <summary>Not scanned yet.</summary>
    New,

    /// <summary>Scanned; the user has not answered.</summary>
    Scanned,

    /// <summary>The user agreed; the code is there, this once.</summary>
    Confirmed,

    /// <summary>Too late: create another.</summary>
    Expired,

    /// <summary>The code was given out already (<c>utilised</c>).</summary>
    Utilised,
}
