using Tokgate.Server.Administrators;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorCeremonyStore(IWriteDoor door, TimeProvider time) : ICeremonyStore, IExpiringRows
{
    public Task AddAsync(byte[] hash, string purpose, string state, DateTimeOffset expiresAt, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.Sql.ExecuteAsync($"insert into administrator_ceremonies (hash, purpose, state, expires_at) values ({hash}, {purpose}, {state}, {expiresAt.ToUnixTimeMilliseconds()})"),
        cancellationToken);

    public Task<string?> TakeAsync(byte[] hash, string purpose)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return door.WriteAsync(
            context => context.Sql.FirstAsync(
                $"delete from administrator_ceremonies where hash = {hash} and purpose = {purpose} and expires_at > {now} returning state", static row => row.GetString(0), CancellationToken.None),
            CancellationToken.None);
    }

    public ExpiringRows Expiring => new("administrator_ceremonies", "hash", "expires_at");
}
