namespace Tokgate.TikTok;

/// <summary>
/// A QR code to show, and what is needed to follow it. Keep all of it on the server, bound to the browser that sees the code. See
/// https://developers.tiktok.com/doc/login-kit-qr-code-authorization.
/// </summary>
public sealed class TikTokQrCode
{
    /// <summary>The text to draw as a QR code; carries <see cref="ClientTicket"/>.</summary>
    public required string Content { get; init; }

    /// <summary>The handle for polling.</summary>
    public required QrCodeToken Token { get; init; }

    /// <summary>Our mark on this code. TikTok gives back the mark of the code that was scanned, and any other than this is refused.</summary>
    public required string ClientTicket { get; init; }

    /// <summary>The state that was sent.</summary>
    public required string State { get; init; }
}
