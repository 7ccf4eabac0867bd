namespace Tokgate.Server.Webhooks;

/// <summary>What our webhooks can tell. These are an interface: receivers decide by them, so a type is never given another meaning.</summary>
internal static class WebhookTypes
{
    public const string GrantRefreshFailed = "grant.refresh_failed";
    public const string GrantRecovered = "grant.recovered";
    public const string GrantNeedsReauthorization = "grant.needs_reauthorization";
    public const string GrantExpiring = "grant.expiring";
    public const string GrantRemoved = "grant.removed";
    public const string AppPaused = "app.paused";
    public const string AppResumed = "app.resumed";
    public const string UserCreated = "user.created";
    public const string UserSignedIn = "user.signed_in";

    /// <summary>One of TikTok's own webhooks, passed on.</summary>
    public const string TikTokEvent = "tiktok.event";

    public static IReadOnlyList<string> All { get; } =
        [GrantRefreshFailed, GrantRecovered, GrantNeedsReauthorization, GrantExpiring, GrantRemoved, AppPaused, AppResumed, UserCreated, UserSignedIn, TikTokEvent];

    /// <summary>The types that a list of names stands for: each a type, a family as <c>grant.*</c>, or <c>*</c>. Null if one of them stands for nothing.</summary>
    public static IReadOnlyList<string>? Expand(IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var some = All.Where(type => name == "*" || name == type || (name.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(name[..^1], StringComparison.Ordinal))).ToList();
            wanted.UnionWith(some);
            if (some.Count == 0)
            {
                return null;
            }
        }

        return wanted.Count == 0 ? null : [.. All.Where(wanted.Contains)];
    }
}
