using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Logout;

namespace Tokgate.Server.Storage;

internal sealed class LogoutRequestStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, TimeProvider time) : ILogoutRequestStore, IExpiringRows
{
    public Task AddAsync(byte[] hash, LogoutRequest request, string? sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var document = JsonSerializer.Serialize(request, StoredJson.Default.LogoutRequest);
        return door.WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"insert into logout_requests (hash, session_id, request, expires_at) values ({hash}, {sessionId}, {document}, {expiresAt.ToUnixTimeMilliseconds()})"),
            cancellationToken);
    }

    public async Task<LogoutRequest?> FindAsync(byte[] hash, string? sessionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await context.LogoutRequests.FirstOrDefaultAsync(row => row.Hash == hash && row.SessionId == sessionId && row.ExpiresAt > now, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Request, StoredJson.Default.LogoutRequest)
            : null;
    }

    public Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.LogoutRequests.Where(row => row.Hash == hash).ExecuteDeleteAsync() == 1, cancellationToken);

    public ExpiringRows Expiring => new("logout_requests", "hash", "expires_at");
}
