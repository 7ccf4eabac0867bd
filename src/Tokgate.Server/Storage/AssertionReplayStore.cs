using Tokgate.Server.Clients;

namespace Tokgate.Server.Storage;

internal sealed class AssertionReplayStore(IWriteDoor door) : IAssertionReplayStore, IExpiringRows
{
    public Task<bool> TryUseAsync(byte[] hash, DateTimeOffset expiresAt, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync(
            $"insert into used_assertions (hash, expires_at) values ({hash}, {expiresAt.ToUnixTimeMilliseconds()}) on conflict do nothing") == 1,
        cancellationToken);

    public ExpiringRows Expiring => new("used_assertions", "hash", "expires_at");
}
