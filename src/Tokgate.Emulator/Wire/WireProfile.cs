namespace Tokgate.Emulator.Wire;

/// <summary>
/// Everything about the wire that TikTok documents twice, or not at all, and that is therefore switchable. Immutable: replaced as a whole.
/// </summary>
internal sealed record WireProfile
{
    public static readonly WireProfile Current = new();

    /// <summary>What the older documentation says: 24 hours, 365 days, and a refresh token that lives on.</summary>
    public static readonly WireProfile Legacy = new()
    {
        Preset = "legacy",
        AccessSeconds = 86_400,
        RefreshSeconds = 31_536_000,
        StrictRotation = false,
    };

    public string Preset { get; init; } = "current";

    public long AccessSeconds { get; init; } = 7_200;

    public long RefreshSeconds { get; init; } = 15_552_000;

    public long CodeSeconds { get; init; } = 300;

    public long QrSeconds { get; init; } = 120;

    public bool StrictRotation { get; init; } = true;

    /// <summary>Calls in 60 seconds, sliding, per app and endpoint; null = no limit. User info and videos only.</summary>
    public int? RateLimitPerMinute { get; init; } = 600;

    public bool RfcErrorStatus { get; init; }

    public bool StateOnErrors { get; init; } = true;

    /// <summary>The body of a successful revocation: <c>{}</c> or nothing.</summary>
    public bool EmptyRevokeBody { get; init; }

    public bool RevokeAcceptsRefreshToken { get; init; }

    public bool PreviousAccessTokenDies { get; init; }

    /// <summary>A rotated refresh token starts a new life (true) or keeps the end of the first (false).</summary>
    public bool RefreshRenewsLifetime { get; init; } = true;

    /// <summary>A person outside the sandbox is told on TikTok's page (false) or sent back to the application (true).</summary>
    public bool SandboxRefusalRedirects { get; init; }

    /// <summary>Fields outside the scopes: 401 scope_not_authorized (false) or 400 scope_permission_missed (true).</summary>
    public bool FieldsAnswerPermissionMissed { get; init; }

    /// <summary>The <c>code</c> of a confirmed QR sign-in is a whole callback address, as in the documentation's example.</summary>
    public bool QrCodeIsUrl { get; init; }

    public WebPkce WebPkce { get; init; }
}
