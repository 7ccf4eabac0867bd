using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Emulator.State;

/// <summary>An app of TikTok's developer portal, or of Douyin's. Immutable: replaced as a whole. A class, so that its secret is in no generated text.</summary>
internal sealed class TikTokApp
{
    private readonly byte[] secretBytes;

    public TikTokApp(string clientKey, string clientSecret)
    {
        ClientKey = clientKey;
        ClientSecret = clientSecret;
        secretBytes = Encoding.UTF8.GetBytes(clientSecret);
    }

    public string ClientKey { get; }

    public string ClientSecret { get; }

    /// <summary>What the authorize page calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Apps of one developer see one union_id.</summary>
    public string Developer { get; init; } = "local-developer";

    public ImmutableDictionary<AppPlatform, ImmutableArray<string>> Platforms { get; init; } =
        ImmutableDictionary<AppPlatform, ImmutableArray<string>>.Empty;

    public ImmutableArray<string> Scopes { get; init; } = [];

    public bool Approved { get; init; }

    public bool Sandbox { get; init; }

    public ImmutableArray<string> TargetUsers { get; init; } = [];

    public string? WebhookUrl { get; init; }

    /// <summary>Lets a <c>web</c> redirect URI be http on loopback, which TikTok refuses.</summary>
    public bool AllowInsecureLoopback { get; init; }

    /// <summary>An app of Douyin's console instead: other scopes, other endpoints, other numbers.</summary>
    public bool IsDouyin { get; init; }

    public bool IsUsable => Sandbox || Approved;

    public bool HasSecret(string candidate)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(candidate, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], secretBytes);
    }

    public bool Admits(TikTokUser user) => !Sandbox || TargetUsers.Contains(user.Username, StringComparer.Ordinal);

    public ImmutableArray<string> RedirectUris(AppPlatform platform) => Platforms.TryGetValue(platform, out var uris) ? uris : [];

    /// <param name="platform">Whose redirect URIs change.</param>
    /// <param name="uris">All of them.</param>
    /// <param name="webhookUrl">Null leaves it.</param>
    public TikTokApp WithAddresses(AppPlatform platform, ImmutableArray<string> uris, string? webhookUrl) => new(ClientKey, ClientSecret)
    {
        Name = Name,
        Developer = Developer,
        Platforms = Platforms.SetItem(platform, uris),
        Scopes = Scopes,
        Approved = Approved,
        Sandbox = Sandbox,
        TargetUsers = TargetUsers,
        WebhookUrl = webhookUrl ?? WebhookUrl,
        AllowInsecureLoopback = AllowInsecureLoopback,
        IsDouyin = IsDouyin,
    };

    /// <summary>The platform whose registration admits this URI, or null.</summary>
    public AppPlatform? PlatformOf(string redirectUri)
    {
        foreach (var platform in Enum.GetValues<AppPlatform>())
        {
            foreach (var registered in RedirectUris(platform))
            {
                if (RedirectUriRules.Matches(registered, redirectUri))
                {
                    return platform;
                }
            }
        }

        return null;
    }
}
