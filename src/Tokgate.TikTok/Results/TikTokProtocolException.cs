using System.Diagnostics.CodeAnalysis;

namespace Tokgate.TikTok;

/// <summary>
/// An answer that is neither success nor an error as TikTok documents it: a gateway's HTML, an empty or cut body, a token without
/// <c>open_id</c>. The message never holds anything of the answer but a member's name.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is made from an answer; a bare one would say nothing.")]
public sealed class TikTokProtocolException : Exception
{
    internal TikTokProtocolException(TikTokProtocolFailure kind, TikTokEndpoint endpoint, int status, string? logId, string? field, TimeSpan? retryAfter)
        : base(Describe(kind, endpoint, status, logId, field))
    {
        Kind = kind;
        Endpoint = endpoint;
        Status = status;
        LogId = logId;
        Field = field;
        RetryAfter = retryAfter;
        Outcome = TikTokOutcomes.Unreadable(endpoint, status, kind);
    }

    /// <summary>What could not be understood.</summary>
    public TikTokProtocolFailure Kind { get; }

    /// <summary>What was being asked.</summary>
    public TikTokEndpoint Endpoint { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>TikTok's id of the request (<c>x-tt-logid</c>); quote it to TikTok's support. Null when there was none.</summary>
    public string? LogId { get; }

    /// <summary>The member at fault, by our own spelling of its name; null unless <see cref="Kind"/> is <see cref="TikTokProtocolFailure.Field"/>.</summary>
    public string? Field { get; }

    /// <summary>How long the answer asked to wait (<c>Retry-After</c>); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What it means for whoever wants to try again.</summary>
    public TikTokOutcome Outcome { get; }

    private static string Describe(TikTokProtocolFailure kind, TikTokEndpoint endpoint, int status, string? logId, string? field)
    {
        var upstream = Upstream.NameOf(endpoint);
        var text = kind switch
        {
            TikTokProtocolFailure.Status => $"{ErrorIds.UnreadableStatus}: {upstream} answered {endpoint} with HTTP {status} and no error of its own.",
            TikTokProtocolFailure.Body => $"{ErrorIds.UnreadableBody}: {upstream}'s answer to {endpoint} (HTTP {status}) is not the JSON that it documents.",
            _ => $"{ErrorIds.UnreadableField}: in {upstream}'s answer to {endpoint} (HTTP {status}), \"{field}\" is missing or not usable.",
        };
        return logId is null ? text : $"{text} log_id {logId}";
    }
}
