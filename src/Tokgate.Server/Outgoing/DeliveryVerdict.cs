namespace Tokgate.Server.Outgoing;

/// <summary>What an answer means to the delivery.</summary>
internal enum DeliveryVerdict
{
    Done,

    /// <summary>It will not be different next time.</summary>
    Refused,

    TryAgain,
}
