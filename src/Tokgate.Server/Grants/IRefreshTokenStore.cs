namespace Tokgate.Server.Grants;

internal interface IRefreshTokenStore
{
    Task<RefreshFamily?> FindAsync(byte[] family, CancellationToken cancellationToken);

    /// <summary>True for the one who found the token live. Takes no token: what was rotated must reach its client or be found again in the grace.</summary>
    Task<bool> TryRotateAsync(RefreshRotation rotation);

    /// <summary>A token that stays as it is lives on by being used. False if it is not the live one.</summary>
    Task<bool> TryProlongAsync(RefreshHandle live, DateTimeOffset expiresAt);
}
