using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>When background work looks at a grant.</summary>
internal sealed class Schedule(VaultOptions options)
{
    private WarmthOptions Warmth => options.Warmth;

    /// <summary>Some time before the access token dies.</summary>
    public DateTimeOffset Fresh(DateTimeOffset receivedAt, DateTimeOffset accessExpiresAt)
    {
        var due = accessExpiresAt - Warmth.Before - Waits.Some(Warmth.Jitter);
        var half = receivedAt + ((accessExpiresAt - receivedAt) / 2);
        return due > half ? due : half;
    }

    /// <summary>After a refresh: before either of the two dies. An access token may outlive the refresh token that is to be renewed.</summary>
    public DateTimeOffset Next(Grant grant, TikTokTokens tokens)
    {
        var fresh = Fresh(tokens.ReceivedAt, tokens.ExpiresAt);
        var renewal = Renewal(grant with { RefreshedAt = tokens.ReceivedAt, RefreshExpiresAt = tokens.RefreshExpiresAt });
        return renewal < fresh ? renewal.Value : fresh;
    }

    /// <summary>Some time before the refresh token dies; null when nobody knows when that is.</summary>
    public DateTimeOffset? Renewal(Grant grant)
    {
        if (grant.RefreshExpiresAt is not { } end)
        {
            return null;
        }

        var due = end - Warmth.ExpiringWithin;
        var half = grant.RefreshedAt + ((end - grant.RefreshedAt) / 2);
        return due > half ? due : half;
    }

    public bool IsUsed(Grant grant, DateTimeOffset now) => grant.LastUsedAt > now - Warmth.UsedWithin;
}
