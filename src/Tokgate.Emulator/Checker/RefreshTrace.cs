namespace Tokgate.Emulator.Checker;

/// <summary>A refresh token that was issued.</summary>
internal sealed class RefreshTrace(string? clientKey, GrantTrace grant, AccessTrace access, DateTimeOffset issuedAt)
{
    public string? ClientKey { get; } = clientKey;

    public GrantTrace Grant { get; } = grant;

    /// <summary>Where among all answers it was exchanged for another; 0 while it was not.</summary>
    public long RotatedAt { get; set; }

    public Refusals Refusals { get; } = new();

    public bool IsEarly(DateTimeOffset now) => now - issuedAt < (access.ExpiresAt - issuedAt) / 2;
}
