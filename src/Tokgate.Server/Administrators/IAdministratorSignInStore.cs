namespace Tokgate.Server.Administrators;

/// <summary>The ways in. Each takes what it is done with and begins the session in one transaction, so nothing that counts once counts twice on whatever node.</summary>
internal interface IAdministratorSignInStore
{
    /// <summary>
    /// Counts a guess before it is looked at, so that no two at the same moment are one, and lets whoever guesses too often wait longer each time. Null if there is nobody
    /// of this name, or they have to wait.
    /// </summary>
    Task<AdministratorCredentials?> TryGuessAsync(string nameKey);

    /// <summary>False if a code of this step, or a later one, was taken before.</summary>
    Task<bool> TryEnterWithCodeAsync(Administrator administrator, long step, NewAdministratorSession session);

    /// <summary>False if there is no such code, or it was used.</summary>
    Task<bool> TryEnterWithRecoveryCodeAsync(Administrator administrator, byte[] hash, NewAdministratorSession session);

    /// <summary>False if the passkey was removed.</summary>
    Task<bool> TryEnterWithPasskeyAsync(Administrator administrator, byte[] credentialId, string document, NewAdministratorSession session);

    /// <summary>Null if nobody signs in by this user.</summary>
    Task<Administrator?> TryEnterWithUserAsync(string userId, NewAdministratorSession session);
}
