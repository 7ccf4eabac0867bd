namespace Tokgate.Server;

/// <summary>A client that the host program brings with it. What is not set here has the default of the management API.</summary>
public sealed class TokgateServerClient
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Null for public clients and for those with a <see cref="KeySet"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>A JWK set with public keys: the client authenticates by private_key_jwt.</summary>
    public string? KeySet { get; init; }

    /// <value>client_secret_basic or client_secret_post, if only one of them shall be taken.</value>
    public string? AuthMethod { get; init; }

    public bool IsPublic { get; init; }

    /// <summary>Client credentials only.</summary>
    public bool IsMachine { get; init; }

    public bool IsNative { get; init; }

    public bool IsFirstParty { get; init; }

    /// <summary>May ask tokens for the management API, with all of its scopes, beside <see cref="Audiences"/>.</summary>
    public bool IsAdministrator { get; init; }

    public bool RequiresPkce { get; init; } = true;

    /// <summary>Takes authorization requests only by the back channel (RFC 9126).</summary>
    public bool RequiresPushedRequest { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Where it is told that a session ended: https, or a target that Tokgate__PrivateTargets lists. Null is nowhere.</summary>
    public string? BackChannelLogoutUri { get; init; }

    public bool RequiresBackChannelLogoutSession { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile", "offline_access"];

    /// <summary>APIs that it may ask tokens for, and the scopes there.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Audiences { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>APIs that it is, and whose tokens it may introspect.</summary>
    public IReadOnlyList<string> ServesAudiences { get; init; } = [];

    /// <summary>May exchange a person's token for TikTok's own, by the connections that it may use. For confidential clients.</summary>
    public bool MayReadTikTokTokens { get; init; }

    /// <summary>May show QR codes of its own and get tokens for them.</summary>
    public bool ShowsQrCodes { get; init; }

    /// <summary>May hand over codes that TikTok's SDK gave its app on a phone. The SDK's redirect URI is one of <see cref="RedirectUris"/>.</summary>
    public bool HandsOverTikTokCodes { get; init; }

    /// <value>Names of the connections that it may use; null is all of them.</value>
    public IReadOnlyList<string>? Connections { get; init; }
}
