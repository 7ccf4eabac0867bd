namespace Tokgate.Vault;

/// <summary>Hears of events after they were committed, at least once each, in any order. Register as many as wanted.</summary>
public interface IGrantEventReceiver
{
    /// <summary>Takes one event. If it throws, the event comes again later.</summary>
    /// <param name="grantEvent">What happened.</param>
    /// <param name="cancellationToken">The process is stopping.</param>
    /// <returns>Done when it was dealt with.</returns>
    Task HandleAsync(GrantEvent grantEvent, CancellationToken cancellationToken = default);
}
