namespace Tokgate.Server.Audit;

/// <summary>One thing that happened: ids and names, never a secret, code, token or body. Null is what is unknown or does not apply.</summary>
internal sealed record AuditEvent(string Name)
{
    /// <value>Rising in the order of writing, which is not quite that of happening.</value>
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The story it belongs to: one sign-in from /authorize to its last token. It is the id of the grant that came of it.</summary>
    public string? FlowId { get; init; }

    public string? UserId { get; init; }

    public string? SessionId { get; init; }

    public string? ClientId { get; init; }

    public string? Connection { get; init; }

    public string? TikTokApp { get; init; }

    /// <summary>Of ours, under which docs/errors explains it.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The code of TikTok's or of our OAuth error, or the grant type.</summary>
    public string? Cause { get; init; }

    /// <summary>TikTok's id of the request, for a question to its support.</summary>
    public string? LogId { get; init; }

    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>What stands on the error page and in the log.</summary>
    public string? Reference { get; init; }

    /// <summary>What the event is about if none of the others says it: a key's id, a secret's id, the limit.</summary>
    public string? Subject { get; init; }

    /// <summary>Who managed: the client of the management API, or an administrator. Null for what people and applications do themselves.</summary>
    public string? Actor { get; init; }

    /// <summary>What a change of the configuration changed: a JSON object with the members before and after, secrets as dates and fingerprints only. Null for all else.</summary>
    public string? Change { get; init; }

    /// <summary>How many there were of it; more than one where single rows would cost more than they tell.</summary>
    public long Count { get; init; } = 1;
}
