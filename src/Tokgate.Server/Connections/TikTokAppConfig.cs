using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>One app of TikTok's developer portal, as declared.</summary>
internal sealed record TikTokAppConfig(string ClientKey, ClientSecret ClientSecret)
{
    /// <value>The secret before <see cref="ClientSecret"/>, while it is rotated: webhooks signed with either are TikTok's. Nothing else takes it. Null outside a rotation.</value>
    public ClientSecret? FormerSecret { get; init; }

    public TikTokEndpoints Endpoints { get; init; } = TikTokEndpoints.Default;

    /// <summary>What TikTok has approved the app for. Asking for one scope more fails the whole sign-in there.</summary>
    public IReadOnlyList<string> ApprovedScopes { get; init; } = [TikTokScopeNames.UserInfoBasic];

    public TikTokEnvironment Environment => !Endpoints.Equals(TikTokEndpoints.Default) ? TikTokEnvironment.Emulator
        : ClientKey.StartsWith("sb", StringComparison.Ordinal) ? TikTokEnvironment.Sandbox
        : TikTokEnvironment.Production;
}
