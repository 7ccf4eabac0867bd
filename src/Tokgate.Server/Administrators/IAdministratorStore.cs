namespace Tokgate.Server.Administrators;

internal interface IAdministratorStore
{
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<Administrator>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a one-time link, by its hash alone.</summary>
    Task InviteAsync(Invitation invitation, CancellationToken cancellationToken);

    /// <summary>The invitation with this hash, if it was not used; its time is the caller's to check.</summary>
    Task<Invitation?> FindInvitationAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the invitation, once on whatever node, and in the same transaction makes the administrator, if it is for a new one, and a session of theirs. The one who
    /// is in then; null if it was taken already, has expired, or the name is taken.
    /// </summary>
    Task<Administrator?> TryAcceptAsync(byte[] hash, string userName, NewAdministratorSession session);
}
