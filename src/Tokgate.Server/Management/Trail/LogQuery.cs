namespace Tokgate.Server.Management.Trail;

/// <summary>Which events, in which order; what is null does not matter.</summary>
internal sealed record LogQuery
{
    public const string Type = "type";
    public const string Event = "event";
    public const string ClientIdField = "client_id";
    public const string UserIdField = "user_id";
    public const string ConnectionField = "connection";
    public const string FlowIdField = "flow_id";
    public const string ReferenceField = "reference";
    public const string ErrorIdField = "error_id";

    /// <summary>Anywhere in the short texts of an event, whatever the case.</summary>
    public const string TextField = "text";

    public const string Date = "date";

    /// <summary>
    /// How many events are looked through for what two filters together find. Each alone has an index; what both leave may be nothing in a million, and nobody waits for that.
    /// </summary>
    public const int MostSearched = 50_000;

    /// <summary>How many for a text, which no index has.</summary>
    public const int MostRead = 20_000;

    /// <summary>Counted no further: pages go no further either.</summary>
    public const int MostCounted = Paging.MostSkipped;

    public int MostLookedAt => Text is null ? MostSearched : MostRead;

    public static IReadOnlyDictionary<string, string> Fields { get; } =
        new[] { Type, Event, ClientIdField, UserIdField, ConnectionField, FlowIdField, ReferenceField, ErrorIdField, TextField, Date }.ToDictionary(static field => field, StringComparer.Ordinal);

    /// <value>Of <see cref="LogKinds"/>; empty finds nothing.</value>
    public IReadOnlyList<LogKind>? Kinds { get; init; }

    public string? ClientId { get; init; }

    public string? UserId { get; init; }

    public string? Connection { get; init; }

    public string? FlowId { get; init; }

    public string? Reference { get; init; }

    public string? ErrorId { get; init; }

    /// <value>In the cause, the error id, TikTok's log_id, the reference, the subject, the actor, the address or the user agent.</value>
    public string? Text { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <value>The event after which the page begins, in its order.</value>
    public long? After { get; init; }

    public bool IsAscending { get; init; }

    public int Skip { get; init; }

    public int Limit { get; init; } = 50;
}
