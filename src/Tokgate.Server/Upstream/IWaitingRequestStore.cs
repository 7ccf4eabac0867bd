using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream;

/// <summary>Authorization requests that wait for their browser: posted ones, pushed ones, and those before the consent page.</summary>
internal interface IWaitingRequestStore
{
    /// <summary>With <paramref name="sessionId"/>, only that session may come for it; null is for any browser that has the handle.</summary>
    Task AddAsync(byte[] hash, AuthorizationRequest request, string? sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task<(AuthorizationRequest Request, string? SessionId)?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>True for one caller ever.</summary>
    Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken);
}
