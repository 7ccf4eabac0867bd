using System.Text.Json;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>A person whom TikTok has just vouched for, and what has to be written about it in one transaction.</summary>
internal sealed record SignIn
{
    public required Connection Connection { get; init; }

    public required string TikTokApp { get; init; }

    public required string OpenId { get; init; }

    public string? UnionId { get; init; }

    /// <summary>TikTok's user object.</summary>
    public required JsonElement Profile { get; init; }

    public required string AskedScopes { get; init; }

    public required TikTokScopes GrantedScopes { get; init; }

    /// <value>For the vault; null if the connection does not keep them.</value>
    public TikTokTokens? Tokens { get; init; }

    /// <value>Null for a sign-in to our own account page: no client gets anything of it.</value>
    public required AuthorizationRequest? Request { get; init; }

    /// <summary>Whether the client needs the person's consent, unless it has it.</summary>
    public required bool NeedsConsent { get; init; }

    /// <summary>For the browser's cookie. Always a new one: what the browser had before may have been planted there.</summary>
    public required Handle Session { get; init; }

    /// <summary>Of the session that this browser had; it ends, or goes on under the new handle if it is the same person's.</summary>
    public byte[]? FormerSession { get; init; }

    public required Handle Code { get; init; }

    /// <summary>The browser's own name for itself, so that people can tell their sessions apart.</summary>
    public string? UserAgent { get; init; }

    public override string ToString() => $"{nameof(SignIn)} of {TikTokApp}";
}
