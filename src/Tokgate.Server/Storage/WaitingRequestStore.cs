using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Storage;

internal sealed class WaitingRequestStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, TimeProvider time) : IWaitingRequestStore, IExpiringRows
{
    public Task AddAsync(byte[] hash, AuthorizationRequest request, string? sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var document = JsonSerializer.Serialize(request, StoredJson.Default.AuthorizationRequest);
        return door.WriteAsync(
            context => context.Sql.ExecuteAsync(
                $"insert into waiting_requests (hash, client_id, session_id, request, expires_at) values ({hash}, {request.ClientId}, {sessionId}, {document}, {expiresAt.ToUnixTimeMilliseconds()})"),
            cancellationToken);
    }

    public async Task<(AuthorizationRequest Request, string? SessionId)?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await context.WaitingRequests.FirstOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now, cancellationToken) is { } row
            ? (JsonSerializer.Deserialize(row.Request, StoredJson.Default.AuthorizationRequest)!, row.SessionId) // our own document, never null
            : null;
    }

    public Task<bool> TryRemoveAsync(byte[] hash, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.WaitingRequests.Where(row => row.Hash == hash).ExecuteDeleteAsync() == 1, cancellationToken);

    public ExpiringRows Expiring => new("waiting_requests", "hash", "expires_at");
}
