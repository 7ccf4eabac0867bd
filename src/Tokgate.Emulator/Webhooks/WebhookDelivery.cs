namespace Tokgate.Emulator.Webhooks;

/// <summary>One webhook on its way, and how it went.</summary>
internal sealed class WebhookDelivery
{
    private readonly Lock gate = new();
    private string state = "pending";
    private int attempts;
    private int? lastStatus;
    private string? lastFailure;
    private DateTimeOffset? nextAttempt;

    public required string Id { get; init; }

    public required string ClientKey { get; init; }

    public required string Event { get; init; }

    public required string OpenId { get; init; }

    public required int Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The bytes that are signed and sent, the same at every attempt.</summary>
    public required byte[] Body { get; init; }

    public (string State, int Attempts, int? LastStatus, string? LastFailure, DateTimeOffset? NextAttempt) Progress
    {
        get
        {
            lock (gate)
            {
                return (state, attempts, lastStatus, lastFailure, nextAttempt);
            }
        }
    }

    public void Attempted(int? status, string? failure)
    {
        lock (gate)
        {
            attempts++;
            lastStatus = status;
            lastFailure = failure;
            nextAttempt = null;
        }
    }

    public void WaitUntil(DateTimeOffset due)
    {
        lock (gate)
        {
            nextAttempt = due;
        }
    }

    /// <param name="outcome"><c>delivered</c>, <c>dropped</c> or <c>no_url</c>.</param>
    public void Finish(string outcome)
    {
        lock (gate)
        {
            state = outcome;
            nextAttempt = null;
        }
    }
}
