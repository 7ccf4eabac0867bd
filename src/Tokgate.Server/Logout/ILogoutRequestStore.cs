namespace Tokgate.Server.Logout;

/// <summary>Logout requests that wait for their browser: posted ones, and those before the confirmation page.</summary>
internal interface ILogoutRequestStore
{
    /// <summary>With <paramref name="sessionId"/>, only that session may come for it; null is for any browser that has the handle.</summary>
    Task AddAsync(byte[] hash, LogoutRequest request, string? sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task<LogoutRequest?> FindAsync(byte[] hash, string? sessionId, CancellationToken cancellationToken);

    /// <summary>True for one caller ever.</summary>
    Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken);
}
