namespace Tokgate.Server.Administrators;

/// <summary>One-time links, by their hashes alone.</summary>
internal interface IInvitationStore
{
    Task AddAsync(Invitation invitation, CancellationToken cancellationToken);

    /// <summary>If it was not used; its time is the caller's to check.</summary>
    Task<Invitation?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Those that are still good.</summary>
    Task<IReadOnlyList<Invitation>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False if there is none.</summary>
    Task<bool> TryDeleteAsync(byte[] hash);

    /// <summary>
    /// Takes the invitation, once on whatever node, and in the same transaction makes the administrator, if it is for a new one, or ends what the one whose it is signed in with, and
    /// begins a session of theirs. The one who is in then; null if it was taken already, has expired, or the name is taken.
    /// </summary>
    Task<Administrator?> TryAcceptAsync(byte[] hash, string userName, NewAdministratorSession session);
}
