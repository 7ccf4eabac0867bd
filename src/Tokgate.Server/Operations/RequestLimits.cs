using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Operations;

/// <summary>
/// The limits, and what tells the operator that one was reached. Each node counts for itself, so behind n nodes up to n times as much gets through; a shared
/// count would cost every request a write.
/// </summary>
internal sealed class RequestLimits(IOptions<LimitsOptions> options, AuditTrail trail, BrokerMeter meter, TimeProvider time)
{
    private readonly RateGauge browsers = new(options.Value.Browser, time);
    private readonly RateGauge backChannel = new(options.Value.BackChannel, time);
    private readonly RateGauge clients = new(options.Value.Client, time);
    private readonly RateGauge users = new(options.Value.User, time);
    private readonly RateGauge guesses = new(options.Value.Guess, time);

    /// <summary>Null if the request may go on; otherwise how long to wait.</summary>
    public TimeSpan? TakeAddress(HttpContext context, bool isBrowser) =>
        Tell(isBrowser ? "browser" : "back_channel", (isBrowser ? browsers : backChannel).Take(AddressKey.Of(context.Connection.RemoteIpAddress)));

    /// <param name="clientId">A client that exists; others have no count of their own.</param>
    /// <param name="address">For a public client, whose id anybody may say; null for one that proved itself.</param>
    public TimeSpan? TakeClient(string clientId, string? address) => Tell("client", clients.Take(address is null ? clientId : $"{address} {clientId}"));

    /// <summary>What is left of the limit of a client that proved itself; null if there is none.</summary>
    public RateStand? StandOfClient(string clientId) => clients.Look(clientId);

    public TimeSpan? TakeUser(string userId) => Tell("user", users.Take(userId));

    /// <summary>For what lets an administrator in.</summary>
    public TimeSpan? TakeGuess(HttpContext context) => Tell("guess", guesses.Take(AddressKey.Of(context.Connection.RemoteIpAddress)));

    // Counted and not queued: what comes in floods must not push single events out.
    private TimeSpan? Tell(string limit, TimeSpan? wait)
    {
        if (wait is not null)
        {
            meter.Limited(limit);
            trail.Count(trail.New(AuditNames.LimitReached) with { FlowId = null, Subject = limit });
        }

        return wait;
    }
}
