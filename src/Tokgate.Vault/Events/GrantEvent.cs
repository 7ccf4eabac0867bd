using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Something that an application or its operator must hear of. Written in the transaction of the change that it tells of. No token is in it.</summary>
public sealed record GrantEvent
{
    /// <summary>Random; delivery may repeat, so receivers remember it.</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required GrantEventKind Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The client key of the TikTok app.</summary>
    public required string TikTokApp { get; init; }

    /// <summary>The grant; null for events of an app.</summary>
    public string? GrantId { get; init; }

    /// <summary>The grant's connection; null for events of an app.</summary>
    public string? Connection { get; init; }

    /// <summary>The grant's owner; null for events of an app.</summary>
    public string? Owner { get; init; }

    /// <summary>The user within the TikTok app; null for events of an app.</summary>
    public string? OpenId { get; init; }

    /// <summary>Why; null when there is nothing to say.</summary>
    public AttemptCause? Cause { get; init; }

    /// <summary>TikTok's id of the request, for its support; null when there was none.</summary>
    public string? LogId { get; init; }

    /// <summary>When the refresh token dies; null unless it is about that.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>TikTok's reason; null unless the person ended the grant there.</summary>
    public TikTokRemovalReason? RemovalReason { get; init; }

    internal static GrantEvent Of(Grant grant, GrantEventKind kind, DateTimeOffset at, AttemptCause? cause, string? logId = null) => new()
    {
        Id = RandomId.New(),
        Kind = kind,
        At = at,
        TikTokApp = grant.TikTokApp,
        GrantId = grant.Id,
        Connection = grant.Connection,
        Owner = grant.Owner,
        OpenId = grant.OpenId,
        Cause = cause,
        LogId = logId,
    };
}
