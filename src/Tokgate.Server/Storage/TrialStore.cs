using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Trials;

namespace Tokgate.Server.Storage;

internal sealed class TrialStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, AuditTrail trail, TimeProvider time) : ITrialStore, ITrialRunStore, IExpiringRows
{
    public Task AddAsync(Trial trial, byte[] runHash, CancellationToken cancellationToken)
    {
        var created = About(AuditNames.TrialCreated, trial);
        return door.WriteAsync(
            async context =>
            {
                context.Trials.Add(new TrialRow
                {
                    Id = trial.Id,
                    ConnectionId = trial.ConnectionId,
                    Connection = trial.Connection,
                    TikTokApp = trial.TikTokApp,
                    ClientId = trial.ClientId,
                    CreatedBy = trial.CreatedBy,
                    RunHash = runHash,
                    RunExpiresAt = trial.RunExpiresAt,
                    CreatedAt = trial.CreatedAt,
                    ExpiresAt = trial.ExpiresAt,
                });
                await AuditWriting.AddAsync(context, created);
                return await context.SaveChangesAsync();
            },
            cancellationToken);
    }

    public Task<Trial?> FindAsync(string id, CancellationToken cancellationToken) => FirstAsync(context => context.Trials.Where(row => row.Id == id), cancellationToken);

    public async Task<IReadOnlyList<Trial>> ListAsync(string connectionId, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Trials.Where(row => row.ConnectionId == connectionId && row.ExpiresAt > now).OrderByDescending(row => row.CreatedAt).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(static row => row.ToTrial())];
    }

    public Task<Trial?> FindSharedAsync(byte[] shareHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return FirstAsync(context => context.Trials.Where(row => row.ShareHash == shareHash && row.ShareExpiresAt > now), cancellationToken);
    }

    public Task<bool> ShareAsync(string id, byte[]? shareHash, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var shared = trail.New(shareHash is null ? AuditNames.TrialUnshared : AuditNames.TrialShared) with { FlowId = id, Subject = id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context,
                shared,
                await context.Trials.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(to => to.ShareHash, shareHash).SetProperty(to => to.ShareExpiresAt, expiresAt)) == 1),
            cancellationToken);
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var deleted = trail.New(AuditNames.TrialDeleted) with { FlowId = id, Subject = id };
        return door.WriteAsync(async context => await AuditWriting.AddAsync(context, deleted, await context.Trials.Where(row => row.Id == id).ExecuteDeleteAsync() == 1), cancellationToken);
    }

    public Task<Trial?> FindByRunAsync(byte[] runHash, CancellationToken cancellationToken) => FirstAsync(context => context.Trials.Where(row => row.RunHash == runHash), cancellationToken);

    public Task<bool> TryBeginAsync(byte[] runHash, byte[] stateHash, bool isOwn, TrialDeparture departure, string document, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return door.WriteAsync(
            async context => await context.Trials.Where(row => row.RunHash == runHash && row.State == TrialState.Waiting && row.RunExpiresAt > now).ExecuteUpdateAsync(row => row
                .SetProperty(to => to.State, TrialState.Running)
                .SetProperty(to => to.IsOwn, isOwn)
                .SetProperty(to => to.StateHash, stateHash)
                .SetProperty(to => to.BrowserHash, departure.BrowserHash)
                .SetProperty(to => to.SealedVerifier, departure.SealedVerifier)
                .SetProperty(to => to.Callback, departure.Callback)
                .SetProperty(to => to.AskedScopes, departure.AskedScopes)
                .SetProperty(to => to.BegunAt, departure.BegunAt)
                .SetProperty(to => to.Document, document)) == 1,
            cancellationToken);
    }

    public Task<Trial?> TakeAsync(byte[] stateHash, CancellationToken cancellationToken) => door.WriteAsync(
        async context =>
        {
            // Who takes the state away has the trial; the row itself stays.
            var found = await context.Trials.FirstOrDefaultAsync(row => row.StateHash == stateHash, CancellationToken.None);
            return found is not null && await context.Trials.Where(row => row.Id == found.Id && row.StateHash == stateHash)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.StateHash, (byte[]?)null).SetProperty(to => to.SealedVerifier, (byte[]?)null)) == 1 ? found.ToTrial() : null;
        },
        cancellationToken);

    public Task EndAsync(Trial trial, CancellationToken cancellationToken)
    {
        var ended = About(trial.State == TrialState.Succeeded ? AuditNames.TrialSucceeded : AuditNames.TrialFailed, trial) with { ErrorId = trial.ErrorId, Cause = trial.State == TrialState.Cancelled ? "cancelled" : null };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context,
                ended,
                await context.Trials.Where(row => row.Id == trial.Id && row.State == TrialState.Running).ExecuteUpdateAsync(row => row
                    .SetProperty(to => to.State, trial.State)
                    .SetProperty(to => to.StateHash, (byte[]?)null)
                    .SetProperty(to => to.SealedVerifier, (byte[]?)null)
                    .SetProperty(to => to.Document, trial.Document)
                    .SetProperty(to => to.ErrorId, trial.ErrorId)
                    .SetProperty(to => to.EndedAt, trial.EndedAt)) == 1),
            cancellationToken);
    }

    public async Task<bool> IsKnownAsync(string clientKey, string openId, CancellationToken cancellationToken) => await reads.FirstAsync(
        $"""
        select open_id from identities where tiktok_app = {clientKey} and open_id = {openId}
        union all
        select open_id from vault_grants where tiktok_app = {clientKey} and open_id = {openId} and state <> 'Revoked'
        """,
        static row => row.GetString(0),
        cancellationToken) is not null;

    public ExpiringRows Expiring => new("trials", "id", "expires_at");

    // Not what the request that made or ended it is about: a trial is nobody's sign-in, and its story is its own.
    private AuditEvent About(string name, Trial trial) => trail.New(name) with { FlowId = trial.Id, Subject = trial.Id, ClientId = trial.ClientId, Connection = trial.Connection, TikTokApp = trial.TikTokApp };

    private async Task<Trial?> FirstAsync(Func<TokgateDbContext, IQueryable<TrialRow>> query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await query(context).FirstOrDefaultAsync(row => row.ExpiresAt > now, cancellationToken))?.ToTrial();
    }
}
