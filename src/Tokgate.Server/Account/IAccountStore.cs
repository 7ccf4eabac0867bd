namespace Tokgate.Server.Account;

/// <summary>What a person may see of themselves, and take back.</summary>
internal interface IAccountStore
{
    /// <summary>The live sessions, the one used last first.</summary>
    Task<IReadOnlyList<AccountSession>> SessionsAsync(string userId, CancellationToken cancellationToken);

    /// <summary>The clients that hold something of this person which still counts, or may ask for it without asking.</summary>
    Task<IReadOnlyList<AccountApplication>> ApplicationsAsync(string userId, CancellationToken cancellationToken);

    Task<IReadOnlyList<AccountIdentity>> IdentitiesAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Notes that a session is in use, unless that was noted since <paramref name="unlessSince"/>.</summary>
    Task SeenAsync(string sessionId, DateTimeOffset unlessSince, CancellationToken cancellationToken);

    /// <summary>Consents, grants, refresh tokens: nothing of this person's stays with the client. False if there was nothing.</summary>
    Task<bool> RemoveApplicationAsync(string userId, string clientId, CancellationToken cancellationToken);
}
