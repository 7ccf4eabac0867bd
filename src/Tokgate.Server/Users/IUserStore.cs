namespace Tokgate.Server.Users;

internal interface IUserStore
{
    Task<User?> FindAsync(string id, CancellationToken cancellationToken);

    Task<bool> SetStatusAsync(string id, UserStatus status, CancellationToken cancellationToken);
}
