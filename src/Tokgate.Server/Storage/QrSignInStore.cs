using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Upstream;
using Tokgate.Server.Upstream.QrCodes;

namespace Tokgate.Server.Storage;

internal sealed class QrSignInStore(IReadDoor reads, IWriteDoor door, AuditTrail trail, IOptions<UpstreamOptions> options, TimeProvider time) : IQrSignInStore, IExpiringRows
{
    /// <summary>The cause of the event that says a sign-in began: no browser was sent anywhere.</summary>
    private const string ByQrCode = "qr";

    private int sinceTrim;

    public Task AddAsync(byte[] hash, QrSignIn signIn, int? limit, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Serialize(signIn.Request, StoredJson.Default.AuthorizationRequest);
        var started = trail.New(AuditNames.SignInStarted) with { Connection = signIn.Connection, TikTokApp = signIn.TikTokApp, Cause = ByQrCode };
        return door.WriteAsync(
            async context =>
            {
                await AuditWriting.AddAsync(context, started);
                await context.Sql.ExecuteAsync(
                    $"""
                    insert into qr_sign_ins (hash, browser_hash, client_id, connection, tiktok_app, asked_scopes, request, sealed_code, state, number, next_look_at, code_expires_at, created_at, expires_at)
                    values ({hash}, {signIn.BrowserHash}, {signIn.Request.ClientId}, {signIn.Connection}, {signIn.TikTokApp}, {signIn.AskedScopes}, {request}, {signIn.SealedCode}, {(int)signIn.State}, {signIn.Number},
                        {signIn.NextLookAt.ToUnixTimeMilliseconds()}, {signIn.CodeExpiresAt.ToUnixTimeMilliseconds()}, {signIn.CreatedAt.ToUnixTimeMilliseconds()}, {signIn.ExpiresAt.ToUnixTimeMilliseconds()})
                    """);
                await TrimAsync(context);
                return limit is null ? 0 : await context.Sql.ExecuteAsync(
                    $"""
                    delete from qr_sign_ins where browser_hash = {signIn.BrowserHash} and hash <> {hash} and hash not in
                        (select hash from qr_sign_ins where browser_hash = {signIn.BrowserHash} and hash <> {hash} order by created_at desc limit {limit - 1})
                    """);
            },
            cancellationToken);
    }

    public Task<QrSignIn?> FindAsync(byte[] hash, CancellationToken cancellationToken) => reads.FirstAsync(
        $"""
        select browser_hash, connection, tiktok_app, asked_scopes, request, sealed_code, sealed_result, state, number, next_look_at, code_expires_at, created_at, expires_at
        from qr_sign_ins where hash = {hash} and expires_at > {Now}
        """,
        Read,
        cancellationToken);

    public Task<bool> TryClaimAsync(byte[] hash, QrSignIn seen, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = Now;
        return door.WriteAsync(
            async context => await context.Sql.ExecuteAsync(
                $"""
                update qr_sign_ins set next_look_at = {until.ToUnixTimeMilliseconds()}
                where hash = {hash} and number = {seen.Number} and state < {(int)QrState.Confirmed} and next_look_at <= {now} and code_expires_at > {now} and expires_at > {now}
                """) == 1,
            cancellationToken);
    }

    public Task AnswerAsync(byte[] hash, QrSignIn seen) => door.WriteAsync(
        context => context.Sql.ExecuteAsync(
            $"""
            update qr_sign_ins set state = {(int)seen.State}, sealed_result = {seen.SealedResult}, next_look_at = {seen.NextLookAt.ToUnixTimeMilliseconds()}
            where hash = {hash} and number = {seen.Number} and state < {(int)QrState.Confirmed}
            """),
        CancellationToken.None);

    public Task<bool> TryRenewAsync(byte[] hash, QrSignIn former, QrSignIn renewed, CancellationToken cancellationToken)
    {
        var now = Now;
        return door.WriteAsync(
            async context => await context.Sql.ExecuteAsync(
                $"""
                update qr_sign_ins set state = {(int)QrState.Waiting}, sealed_code = {renewed.SealedCode}, number = {renewed.Number},
                    next_look_at = {renewed.NextLookAt.ToUnixTimeMilliseconds()}, code_expires_at = {renewed.CodeExpiresAt.ToUnixTimeMilliseconds()}
                where hash = {hash} and number = {former.Number} and (state = {(int)QrState.Over} or (state < {(int)QrState.Confirmed} and code_expires_at <= {now}))
                """) == 1,
            cancellationToken);
    }

    public Task<QrSignIn?> TakeAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var now = Now;
        return door.WriteAsync(
            context => context.Sql.FirstAsync(
                $"""
                delete from qr_sign_ins where hash = {hash} and state = {(int)QrState.Confirmed} and expires_at > {now}
                returning browser_hash, connection, tiktok_app, asked_scopes, request, sealed_code, sealed_result, state, number, next_look_at, code_expires_at, created_at, expires_at
                """,
                Read,
                CancellationToken.None),
            cancellationToken);
    }

    public Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"delete from qr_sign_ins where hash = {hash} and state <> {(int)QrState.Confirmed}") == 1, cancellationToken);

    public ExpiringRows Expiring => new("qr_sign_ins", "hash", "expires_at");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    // The bound on all of them holds to a tenth per node, as for browsers that are at TikTok.
    private async Task TrimAsync(TokgateDbContext context)
    {
        var most = options.Value.MaxPending;
        if (Interlocked.Increment(ref sinceTrim) >= most / 10)
        {
            Interlocked.Exchange(ref sinceTrim, 0);
            await context.QrSignIns.Where(row => row.ExpiresAt <= context.QrSignIns.OrderByDescending(other => other.ExpiresAt).Select(other => other.ExpiresAt).Skip(most).FirstOrDefault())
                .ExecuteDeleteAsync();
        }
    }

    private static QrSignIn Read(DbDataReader row) => new()
    {
        BrowserHash = row.BytesOrNull(0),
        Connection = row.GetString(1),
        TikTokApp = row.GetString(2),
        AskedScopes = row.GetString(3),
        Request = JsonSerializer.Deserialize(row.GetString(4), StoredJson.Default.AuthorizationRequest)!, // our own document, never null
        SealedCode = row.Bytes(5),
        SealedResult = row.BytesOrNull(6),
        State = (QrState)row.GetInt32(7),
        Number = row.GetInt32(8),
        NextLookAt = row.Instant(9),
        CodeExpiresAt = row.Instant(10),
        CreatedAt = row.Instant(11),
        ExpiresAt = row.Instant(12),
    };
}
