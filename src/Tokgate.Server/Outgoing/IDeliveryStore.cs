namespace Tokgate.Server.Outgoing;

/// <summary>The queue, which all nodes share. Rows come into it inside the transaction of what caused them.</summary>
internal interface IDeliveryStore
{
    /// <summary>
    /// Due deliveries, at most <paramref name="limit"/> and of each host <paramref name="limitPerHost"/>, none of the <paramref name="busyHosts"/>. They are the caller's until
    /// <paramref name="leaseUntil"/>; after that they are due again, because then whoever had them is gone.
    /// </summary>
    Task<IReadOnlyList<Delivery>> ClaimAsync(int limit, int limitPerHost, IReadOnlyCollection<string> busyHosts, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>False if the claim was over and somebody else has it.</summary>
    Task<bool> FinishAsync(Delivery delivery, DeliveryOutcome outcome);
}
