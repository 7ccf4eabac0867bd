namespace Tokgate.TikTok;

/// <summary>One look at a QR code.</summary>
public sealed class TikTokQrCodeCheck
{
    /// <summary>How far it is.</summary>
    public required TikTokQrCodeStatus Status { get; init; }

    /// <summary>TikTok's word for it.</summary>
    public required string StatusText { get; init; }

    /// <summary>The authorization code; only when confirmed, and only this once.</summary>
    public AuthorizationCode? Code { get; init; }

    /// <summary>
    /// The registered redirect URI that TikTok picked, without query: what the exchange must be given. Null until confirmed, and when TikTok
    /// sent the bare code.
    /// </summary>
    public string? RedirectUri { get; init; }

    /// <summary>What was granted, if TikTok said so; the exchange's answer decides.</summary>
    public TikTokScopes GrantedScopes { get; init; } = TikTokScopes.None;

    /// <summary>Whether polling on can bring nothing more.</summary>
    public bool IsFinal => Status is TikTokQrCodeStatus.Confirmed or TikTokQrCodeStatus.Expired or TikTokQrCodeStatus.Utilised;
}
