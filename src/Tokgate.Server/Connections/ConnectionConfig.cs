using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>A configured upstream, as declared: by settings and the host program today, by the management API later.</summary>
internal sealed record ConnectionConfig(string Name, IReadOnlyList<TikTokAppConfig> Apps)
{
    public const string DefaultName = "tiktok";

    /// <summary>The key of the app that new sign-ins use. The others serve on for what was begun or granted with them.</summary>
    public required string LiveApp { get; init; }

    /// <summary>What is asked of TikTok in every sign-in, beside what the client's request needs.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [TikTokScopeNames.UserInfoBasic];

    public ProfileMapping Mapping { get; init; } = ProfileMapping.Default;

    /// <summary>Whether two TikTok apps of this connection may find one person by <c>union_id</c>. It joins identities and never changes a subject.</summary>
    public bool JoinsByUnionId { get; init; }

    /// <summary>Whether the vault keeps TikTok's tokens, so that applications can ask for fresh ones. If not, they are used to sign in and dropped.</summary>
    public bool KeepsTokens { get; init; } = true;

    /// <value>A name under .invalid at which users get an unverified placeholder address; null gives no address at all.</value>
    public string? PlaceholderEmailDomain { get; init; }
}
