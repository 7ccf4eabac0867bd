using Tokgate.Server.Clients;

namespace Tokgate.Server.Storage;

/// <summary>Read at every start, so by plain SQL.</summary>
internal sealed class DeclaredClients(IReadDoor reads, IWriteDoor door) : IDeclaredClients
{
    public Task<IReadOnlyList<KeyValuePair<string, string>>> ListAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, declared from clients where declared is not null", static row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancellationToken);

    public Task SaveAsync(string clientId, string declaration, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.Sql.ExecuteAsync($"update clients set declared = {declaration} where id = {clientId}"), cancellationToken);
}
