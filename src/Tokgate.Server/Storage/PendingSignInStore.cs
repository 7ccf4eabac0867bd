using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Storage;

internal sealed class PendingSignInStore(IWriteDoor door, AuditTrail trail, IOptions<UpstreamOptions> options) : IPendingSignInStore, IExpiringRows
{
    private int sinceTrim;

    public Task AddAsync(byte[] stateHash, PendingSignIn pending, int? limit, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Serialize(pending.Request, StoredJson.Default.AuthorizationRequest);
        var started = trail.New(AuditNames.SignInStarted) with { Connection = pending.Connection, TikTokApp = pending.TikTokApp };
        return door.WriteAsync(
            async context =>
            {
                await AuditWriting.AddAsync(context, started);
                await context.Sql.ExecuteAsync(
                    $"""
                    insert into pending_sign_ins (state_hash, browser_hash, connection, tiktok_app, callback, asked_scopes, sealed_verifier, request, for_dashboard, created_at, expires_at)
                    values ({stateHash}, {pending.BrowserHash}, {pending.Connection}, {pending.TikTokApp}, {pending.Callback}, {pending.AskedScopes}, {pending.SealedVerifier}, {request}, {(pending.IsForDashboard ? 1 : 0)},
                        {pending.CreatedAt.ToUnixTimeMilliseconds()}, {pending.ExpiresAt.ToUnixTimeMilliseconds()})
                    """);
                await TrimAsync(context);
                return limit is null ? 0 : await context.Sql.ExecuteAsync(
                    $"""
                    delete from pending_sign_ins where browser_hash = {pending.BrowserHash} and state_hash <> {stateHash} and state_hash not in
                        (select state_hash from pending_sign_ins where browser_hash = {pending.BrowserHash} and state_hash <> {stateHash} order by created_at desc limit {limit - 1})
                    """);
            },
            cancellationToken);
    }

    // The bound on all of them holds to a tenth per node: counting at each start would cost more than the start.
    private async Task TrimAsync(TokgateDbContext context)
    {
        var most = options.Value.MaxPending;
        if (Interlocked.Increment(ref sinceTrim) >= most / 10)
        {
            Interlocked.Exchange(ref sinceTrim, 0);
            await context.PendingSignIns.Where(row => row.ExpiresAt <= context.PendingSignIns.OrderByDescending(other => other.ExpiresAt).Select(other => other.ExpiresAt).Skip(most).FirstOrDefault())
                .ExecuteDeleteAsync();
        }
    }

    public Task<PendingSignIn?> TakeAsync(byte[] stateHash, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.Sql.FirstAsync(
            $"""
            delete from pending_sign_ins where state_hash = {stateHash}
            returning browser_hash, connection, tiktok_app, callback, asked_scopes, sealed_verifier, request, created_at, expires_at, for_dashboard
            """,
            Read,
            CancellationToken.None),
        cancellationToken);

    public ExpiringRows Expiring => new("pending_sign_ins", "state_hash", "expires_at");

    private static PendingSignIn Read(DbDataReader row) => new()
    {
        BrowserHash = row.Bytes(0),
        Connection = row.GetString(1),
        TikTokApp = row.GetString(2),
        Callback = row.GetString(3),
        AskedScopes = row.GetString(4),
        SealedVerifier = row.BytesOrNull(5),
        Request = JsonSerializer.Deserialize(row.GetString(6), StoredJson.Default.AuthorizationRequest)!, // our own document, never null
        CreatedAt = row.Instant(7),
        ExpiresAt = row.Instant(8),
        IsForDashboard = row.GetInt64(9) == 1,
    };
}
