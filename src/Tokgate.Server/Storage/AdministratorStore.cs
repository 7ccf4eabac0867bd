using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, AuditTrail trail, IOptions<StorageOptions> options) : IAdministratorStore
{
    private const int Owner = (int)AdministratorRole.Owner;

    // Beside the migrator's, and as arbitrary.
    private const long OwnersLock = 0x546f6b6f776e;

    // Asked at every start, which would wait for EF's model.
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        await reads.FirstAsync($"select id from administrators limit 1", static row => row.GetString(0), cancellationToken) is not null;

    public Task<IReadOnlyList<AdministratorStanding>> ListAsync(CancellationToken cancellationToken) => ReadAsync(static _ => true, cancellationToken);

    public async Task<AdministratorStanding?> FindAsync(string id, CancellationToken cancellationToken) => (await ReadAsync(row => row.Id == id, cancellationToken)) is [var one] ? one : null;

    public Task<bool> TryChangeRoleAsync(string id, AdministratorRole role)
    {
        var wanted = (int)role;
        return WriteAsync(trail.New(AuditNames.AdministratorChanged) with { Subject = id, Cause = role.ToString() }, context => context.Sql.ExecuteAsync(
            $"""
            update administrators set role = {wanted}, version = version + 1
            where id = {id} and (role <> {Owner} or {wanted} = {Owner} or exists (select 1 from administrators other where other.role = {Owner} and other.id <> {id}))
            """));
    }

    public Task<bool> TryRemoveAsync(string id) => WriteAsync(trail.New(AuditNames.AdministratorRemoved) with { Subject = id }, context => context.Sql.ExecuteAsync(
        $"""
        delete from administrators
        where id = {id} and (role <> {Owner} or exists (select 1 from administrators other where other.role = {Owner} and other.id <> {id}))
        """));

    // Two that end an owner each at the same moment would both see the other's on PostgreSQL, so there they wait for each other; SQLite has one writer.
    private Task<bool> WriteAsync(AuditEvent audited, Func<TokgateDbContext, Task<int>> write) => door.WriteAsync(
        async context =>
        {
            if (options.Value.IsPostgreSql)
            {
                await context.Sql.ExecuteAsync($"select pg_advisory_xact_lock({OwnersLock})");
            }

            return await AuditWriting.AddAsync(context, audited, await write(context) == 1);
        },
        CancellationToken.None);

    private async Task<IReadOnlyList<AdministratorStanding>> ReadAsync(Expression<Func<AdministratorRow, bool>> which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Administrators.AsNoTracking().Where(which).OrderBy(row => row.UserNameKey)
            .Select(row => new { Row = row, Passkeys = context.AdministratorPasskeys.Count(passkey => passkey.AdministratorId == row.Id) })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(static found => new AdministratorStanding(found.Row.ToAdministrator(), found.Row.PasswordHash is not null, found.Passkeys))];
    }
}
