using System.Text.Json.Serialization;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>A configured upstream, as it was declared or as the management API was told. Checked by <see cref="ConnectionRules"/> before it is stored.</summary>
internal sealed record ConnectionConfig(string Name, IReadOnlyList<TikTokAppConfig> Apps)
{
    public const string DefaultName = "tiktok";

    /// <summary>Not in the document but beside it, like the version.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>Raised by every change; who writes says which version was read.</summary>
    [JsonIgnore]
    public long Version { get; init; } = 1;

    /// <summary>For people; null shows the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The key of the app that new sign-ins use. The others serve on for what was begun or granted with them.</summary>
    public required string LiveApp { get; init; }

    /// <summary>Which service it leads to. Chosen when it is made: another one has other people.</summary>
    public UpstreamPlatform Platform { get; init; }

    /// <summary>Whether people may sign in by it.</summary>
    public bool IsActiveForAuthentication { get; init; } = true;

    /// <summary>Whether people who are signed in otherwise may link a TikTok account by it.</summary>
    public bool IsActiveForConnectedAccounts { get; init; }

    /// <summary>What is asked of TikTok in every sign-in, beside what the client's request needs.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [TikTokScopeNames.UserInfoBasic];

    /// <summary>What is asked of the user's profile, as far as the granted scopes allow; null is everything documented.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>What TikTok's authorize page is sent beside our own parameters, by name.</summary>
    public IReadOnlyDictionary<string, UpstreamParam> UpstreamParams { get; init; } = new Dictionary<string, UpstreamParam>();

    /// <summary>Which claims come of which fields; null is <see cref="ProfileMapping.Default"/>, which may learn with new versions.</summary>
    public IReadOnlyList<ClaimRule>? ClaimRules { get; init; }

    /// <summary>Whether two TikTok apps of this connection may find one person by <c>union_id</c>. It joins identities and never changes a subject.</summary>
    public bool JoinsByUnionId { get; init; }

    /// <summary>Whether the vault keeps TikTok's tokens, so that applications can ask for fresh ones. If not, they are used to sign in and dropped.</summary>
    public bool KeepsTokens { get; init; } = true;

    /// <summary>Whether people may scan a code with their phone instead of signing in at TikTok in this browser. The sign-in page then asks which, so it is shown where a redirect would do.</summary>
    public bool OffersQrCode { get; init; }

    /// <value>A name under .invalid at which users get an unverified placeholder address; null gives no address at all.</value>
    public string? PlaceholderEmailDomain { get; init; }

    /// <summary>The operator's own notes; nothing here reads them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public ProfileMapping Mapping => ClaimRules is null ? ProfileMapping.Default : new ProfileMapping(ClaimRules);

    [JsonIgnore]
    public TikTokAppConfig? Live => Find(LiveApp);

    public static string NewId() => "con_" + RandomId.New();

    public TikTokAppConfig? Find(string clientKey) => Apps.FirstOrDefault(app => string.Equals(app.ClientKey, clientKey, StringComparison.Ordinal));
}
