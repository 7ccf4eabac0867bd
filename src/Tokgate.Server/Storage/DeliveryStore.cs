using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

internal sealed class DeliveryStore(IReadDoor reads, IWriteDoor door, IOptions<StorageOptions> storage, IOptions<DeliveryOptions> options, TimeProvider time)
    : IDeliveryStore, IExpiringRows
{
    // The places are counted among what is due, so a host with thousands waiting does not hide the others. PostgreSQL passes by what another node is claiming
    // and, for what it has just claimed, looks at the conditions again; SQLite has one writer.
    private const string Claim =
        """
        update deliveries set lease = {0}, attempts = attempts + 1, next_at = {1}
        where id in (
            select id from deliveries where state = 'waiting' and next_at <= {2} and id in (
                select id from (
                    select id, next_at, row_number() over (partition by host order by next_at) as place
                    from deliveries where state = 'waiting' and next_at <= {2} and {3} not like '% ' || host || ' %') due
                where place <= {4} order by next_at limit {5}) /*lock*/)
        returning *
        """;

    private readonly string claim = storage.Value.IsPostgreSql ? Claim.Replace("/*lock*/", "for update skip locked", StringComparison.Ordinal) : Claim;

    public async Task<IReadOnlyList<Delivery>> ClaimAsync(
        int limit, int limitPerHost, IReadOnlyCollection<string> busyHosts, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        // Mostly nothing is due, and a look costs the writers nothing.
        var now = time.GetUtcNow();
        if (await reads.FirstAsync($"select id from deliveries where state = 'waiting' and next_at <= {now.ToUnixTimeMilliseconds()} limit 1", static row => row.GetString(0), cancellationToken) is null)
        {
            return [];
        }

        object[] parameters = [RandomId.New(), leaseUntil.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), $" {string.Join(' ', busyHosts)} ", limitPerHost, limit];
        var rows = await door.WriteAsync(context => context.Deliveries.FromSqlRaw(claim, parameters).ToListAsync(), cancellationToken);
        return [.. rows.Select(static row => row.ToDelivery())];
    }

    public Task<bool> FinishAsync(Delivery delivery, DeliveryOutcome outcome)
    {
        var now = time.GetUtcNow();
        var state = outcome.Verdict == DeliveryVerdict.Done ? DeliveryRow.Done : outcome.NextAt is null ? DeliveryRow.Dead : DeliveryRow.Waiting;
        DateTimeOffset? endedAt = state == DeliveryRow.Waiting ? null : now;
        var nextAt = outcome.NextAt ?? now;
        var status = (int?)outcome.Answer.Status;
        var cause = outcome.Answer.Cause?.ToString();

        // Nobody's token: what was sent was sent, whoever stops meanwhile.
        return door.WriteAsync(
            async context => await context.Deliveries.Where(row => row.Id == delivery.Id && row.Lease == delivery.Lease && row.State == DeliveryRow.Waiting)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.State, state).SetProperty(to => to.NextAt, nextAt).SetProperty(to => to.Lease, (string?)null)
                    .SetProperty(to => to.LastStatus, status).SetProperty(to => to.LastCause, cause).SetProperty(to => to.EndedAt, endedAt)) == 1,
            CancellationToken.None);
    }

    public ExpiringRows Expiring => new("deliveries", "id", "ended_at") { KeptFor = options.Value.KeepFor };
}
