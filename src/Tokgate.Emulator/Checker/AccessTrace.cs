namespace Tokgate.Emulator.Checker;

/// <summary>An access token that was issued. Without a grant it is a client token, which speaks for the app alone.</summary>
internal sealed class AccessTrace(string? clientKey, GrantTrace? grant, DateTimeOffset expiresAt)
{
    public string? ClientKey { get; } = clientKey;

    public GrantTrace? Grant { get; } = grant;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public bool IsRevokedByClient { get; set; }

    /// <summary>How often it was refused.</summary>
    public int Refusals { get; set; }
}
