using System.Data.Common;
using Tokgate.Server.Logout;
using Tokgate.Server.Telemetry;
using Tokgate.Server.Webhooks;
using Tokgate.Vault;

namespace Tokgate.Server.Storage;

internal sealed class LevelStore(IReadDoor reads) : ILevelStore
{
    public async Task<Levels> ReadAsync(CancellationToken cancellationToken)
    {
        var grants = Enum.GetNames<GrantState>().ToDictionary(static state => state, static _ => 0L, StringComparer.Ordinal);
        foreach (var (state, count) in await reads.ListAsync($"select state, count(*) from vault_grants group by state", Count, cancellationToken))
        {
            grants[state] = count;
        }

        // What is not waiting any more is gone from the answer, and a board would show the last value for ever.
        var waiting = (await reads.ListAsync($"select kind, count(*) from deliveries where state = 'waiting' group by kind", Count, cancellationToken)).ToDictionary(StringComparer.Ordinal);
        foreach (var kind in (string[])[WebhookDelivery.Kind, LogoutNotice.Kind])
        {
            waiting.TryAdd(kind, 0);
        }

        var oldest = await reads.ListAsync($"select data_key_at from vault_grants order by data_key_at limit 1", static row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), cancellationToken);
        return new Levels(grants, waiting, oldest is [var at] ? at : null, new Dictionary<string, DateTimeOffset>());
    }

    private static KeyValuePair<string, long> Count(DbDataReader row) => KeyValuePair.Create(row.GetString(0), row.GetInt64(1));
}
