namespace Tokgate.Server.Outgoing;

/// <summary>
/// Something that a stranger's server has to be told, claimed for one try. <see cref="Subject"/> names what is to be said, in its kind's own words; what is sent
/// is made anew for each try, because signatures and tokens are short-lived, and so nothing secret waits in a table.
/// </summary>
internal sealed record Delivery
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required Uri Target { get; init; }

    /// <summary>Host and port of <see cref="Target"/>.</summary>
    public required string Host { get; init; }

    public required string Subject { get; init; }

    /// <summary>To whom, for kinds that send one subject to several; null where the subject says it.</summary>
    public string? Recipient { get; init; }

    /// <summary>This try included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Names this claim: an outcome counts only while the claim does.</summary>
    public required string Lease { get; init; }
}
