using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>Grants that ended and whose tokens are destroyed stay a while, so that people and operators can see what became of them.</summary>
internal sealed class EndedVaultGrants(IWriteDoor door) : IExpiringRows
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var before = (now - Kept).ToUnixTimeMilliseconds();
        return door.WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                delete from vault_grants where id in
                    (select id from vault_grants where state = 'Revoked' and attempt_at < {before} and data_key is null order by attempt_at limit {limit})
                """),
            cancellationToken);
    }
}
