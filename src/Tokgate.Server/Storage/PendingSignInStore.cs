using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Storage;

internal sealed class PendingSignInStore(IWriteDoor door) : IPendingSignInStore, IExpiringRows
{
    public Task AddAsync(byte[] stateHash, PendingSignIn pending, int? limit, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Serialize(pending.Request, StoredJson.Default.AuthorizationRequest);
        return door.WriteAsync(
            async context =>
            {
                await context.Database.ExecuteSqlAsync(
                    $"""
                    insert into pending_sign_ins (state_hash, browser_hash, connection, tiktok_app, callback, asked_scopes, sealed_verifier, request, created_at, expires_at)
                    values ({stateHash}, {pending.BrowserHash}, {pending.Connection}, {pending.TikTokApp}, {pending.Callback}, {pending.AskedScopes}, {pending.SealedVerifier}, {request},
                        {pending.CreatedAt.ToUnixTimeMilliseconds()}, {pending.ExpiresAt.ToUnixTimeMilliseconds()})
                    """);
                return limit is null ? 0 : await context.Database.ExecuteSqlAsync(
                    $"""
                    delete from pending_sign_ins where browser_hash = {pending.BrowserHash} and state_hash <> {stateHash} and state_hash not in
                        (select state_hash from pending_sign_ins where browser_hash = {pending.BrowserHash} and state_hash <> {stateHash} order by created_at desc limit {limit - 1})
                    """);
            },
            cancellationToken);
    }

    public async Task<PendingSignIn?> TakeAsync(byte[] stateHash, CancellationToken cancellationToken)
    {
        var rows = await door.WriteAsync(
            context => context.PendingSignIns.FromSql($"delete from pending_sign_ins where state_hash = {stateHash} returning *").AsNoTracking().ToListAsync(), cancellationToken);
        return rows is [var row]
            ? new PendingSignIn
            {
                BrowserHash = row.BrowserHash,
                Connection = row.Connection,
                TikTokApp = row.TikTokApp,
                Callback = row.Callback,
                AskedScopes = row.AskedScopes,
                SealedVerifier = row.SealedVerifier,
                Request = JsonSerializer.Deserialize(row.Request, StoredJson.Default.AuthorizationRequest)!, // our own document, never null
                CreatedAt = row.CreatedAt,
                ExpiresAt = row.ExpiresAt,
            }
            : null;
    }

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.PendingSignIns.Where(row => row.ExpiresAt < now).OrderBy(row => row.ExpiresAt).Take(limit).ExecuteDeleteAsync(), cancellationToken);
}
