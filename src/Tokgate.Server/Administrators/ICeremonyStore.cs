namespace Tokgate.Server.Administrators;

/// <summary>What a browser was asked to sign with a passkey, until it has.</summary>
internal interface ICeremonyStore
{
    Task AddAsync(byte[] hash, string purpose, string state, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Takes it away, whatever comes of it; null if it was taken, was for something else, or is too old.</summary>
    Task<string?> TakeAsync(byte[] hash, string purpose);
}
