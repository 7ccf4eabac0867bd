namespace Tokgate.Server.Upstream;

internal interface IPendingSignInStore
{
    /// <summary>With <paramref name="limit"/>, only so many of this browser stay, the youngest; without, it is the browser's first.</summary>
    Task AddAsync(byte[] stateHash, PendingSignIn pending, int? limit, CancellationToken cancellationToken);

    /// <summary>Gives it to one caller ever, and to none after that, whatever the caller then makes of it.</summary>
    Task<PendingSignIn?> TakeAsync(byte[] stateHash, CancellationToken cancellationToken);
}
