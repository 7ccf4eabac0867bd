using System.Text.Json;
using System.Text.Json.Serialization;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Clients;

/// <summary>A registered relying party (on pages for people: application). Checked by <see cref="ClientRules"/> before it is stored.</summary>
internal sealed record Client
{
    public required string Id { get; init; }

    /// <summary>Raised by every change; who writes says which version was read.</summary>
    [JsonIgnore]
    public long Version { get; init; } = 1;

    public required string Name { get; init; }

    /// <summary>For operators; nobody else sees it.</summary>
    public string? Description { get; init; }

    /// <summary>The operator's own notes, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public required ClientType Type { get; init; }

    public ClientStatus Status { get; init; } = ClientStatus.Active;

    /// <summary>The ways in which it may authenticate. A secret is as good in the header as in the body, so by default both are open.</summary>
    public IReadOnlyList<ClientAuthMethod> AuthMethods { get; init; } = [ClientAuthMethod.Basic, ClientAuthMethod.Post];

    /// <summary>Runs on the user's device: loopback ports are free and private-use schemes allowed (RFC 8252).</summary>
    public bool IsNative { get; init; }

    /// <summary>One of the operator's own applications: nobody is asked for consent.</summary>
    public bool IsFirstParty { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    /// <summary>What it may ask of a user's profile (openid, profile, offline_access, …).</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<ClientAudience> Audiences { get; init; } = [];

    /// <summary>APIs that this client is: it may introspect the tokens that are meant for them.</summary>
    public IReadOnlyList<string> ServesAudiences { get; init; } = [];

    public bool RequiresPkce { get; init; } = true;

    public bool RequiresPushedRequest { get; init; }

    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan IdTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan RefreshTokenIdleLifetime { get; init; } = TimeSpan.FromDays(30);

    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Refresh tokens also without offline_access; they die with the session.</summary>
    public bool HasSessionRefreshTokens { get; init; }

    /// <summary>No rotation: for clients that prove themselves and cannot store a new token safely each time (FAPI 2.0 asks for this).</summary>
    public bool KeepsRefreshTokens { get; init; }

    public SigningAlgorithm IdTokenAlgorithm { get; init; } = SigningAlgorithm.RS256;

    /// <summary>A JWK set for private_key_jwt, as registered.</summary>
    public string? KeySet { get; init; }

    /// <summary>Where the client is told that a session ended.</summary>
    public string? BackChannelLogoutUri { get; init; }

    /// <summary>It acts only on logout tokens that name the session. Ours all do.</summary>
    public bool RequiresBackChannelLogoutSession { get; init; }

    /// <summary>Names of connections, or null for all.</summary>
    public IReadOnlyList<string>? Connections { get; init; }

    /// <summary>May exchange a token of a person for TikTok's, by the connections above. Nothing else implies it: it opens everything that the person granted at TikTok.</summary>
    public bool MayReadTikTokTokens { get; init; }

    /// <summary>By content: the equality of records compares lists by their identity.</summary>
    public bool IsSameAs(Client other) => JsonSerializer.Serialize(this, ClientJson.Default.Client) == JsonSerializer.Serialize(other, ClientJson.Default.Client);

    public bool Allows(string grantType) => GrantTypes.Contains(grantType, StringComparer.Ordinal);
}
