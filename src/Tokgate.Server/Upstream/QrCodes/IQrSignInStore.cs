namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>Sign-ins that wait for a phone. Whoever is allowed something once is told so by a conditional update, on whatever node.</summary>
internal interface IQrSignInStore
{
    /// <summary>With <paramref name="limit"/>, only so many of this browser stay, the youngest.</summary>
    Task AddAsync(byte[] hash, QrSignIn signIn, int? limit, CancellationToken cancellationToken);

    /// <summary>Null when its time is over.</summary>
    Task<QrSignIn?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Whether TikTok may be asked now of the code that <paramref name="seen"/> has, which nobody else is told before <paramref name="until"/> or the answer.</summary>
    Task<bool> TryClaimAsync(byte[] hash, QrSignIn seen, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>What TikTok said of the code that <paramref name="seen"/> has, and when it may be asked again.</summary>
    Task AnswerAsync(byte[] hash, QrSignIn seen);

    /// <summary>Another code in the place of <paramref name="former"/>'s, if that one is over and nobody was faster.</summary>
    Task<bool> TryRenewAsync(byte[] hash, QrSignIn former, QrSignIn renewed, CancellationToken cancellationToken);

    /// <summary>Gives a confirmed one to one caller ever.</summary>
    Task<QrSignIn?> TakeAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>True for one caller ever, as long as it is not confirmed.</summary>
    Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken);
}
