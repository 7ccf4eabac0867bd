namespace Tokgate.Server.Clients;

internal interface IAssertionReplayStore
{
    /// <summary>True for the first one who comes with this hash, on whatever node.</summary>
    Task<bool> TryUseAsync(byte[] hash, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
