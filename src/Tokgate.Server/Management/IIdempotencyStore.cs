namespace Tokgate.Server.Management;

internal interface IIdempotencyStore
{
    /// <summary>True if the call is the caller's to do: nobody did it, or whoever began it with the same request has not finished in time.</summary>
    Task<bool> TryHoldAsync(byte[] hash, byte[] requestHash, DateTimeOffset heldUntil, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task<IdempotentAnswer?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    Task CompleteAsync(byte[] hash, int status, byte[]? sealedBody);

    /// <summary>For a call that was refused: it may be mended and sent again with the same key.</summary>
    Task ReleaseAsync(byte[] hash);
}
