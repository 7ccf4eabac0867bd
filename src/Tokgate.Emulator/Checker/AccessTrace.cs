namespace Tokgate.Emulator.Checker;

/// <summary>An access token that was issued. Without a grant it is a client token, which speaks for the app alone.</summary>
internal sealed class AccessTrace(string? clientKey, GrantTrace? grant, DateTimeOffset expiresAt)
{
    public string? ClientKey { get; } = clientKey;

    public GrantTrace? Grant { get; } = grant;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public bool IsRevokedByClient { get; set; }

    /// <summary>How often it was refused, and known to be: calls that were under way together count once.</summary>
    public Refusals Refusals { get; } = new();
}
