namespace Tokgate.TikTok;

/// <summary>What to ask of TikTok's authorization page. See https://developers.tiktok.com/doc/login-kit-web.</summary>
public sealed record TikTokAuthorizationRequest
{
    /// <summary>Where TikTok sends the browser back to, byte for byte as registered. A string: <see cref="Uri"/> would normalise it.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>What to ask for. One scope that is not approved for the app fails the whole request.</summary>
    public required TikTokScopes Scopes { get; init; }

    /// <summary>Unguessable, bound to this browser, used once. Comes back on success; on errors not always.</summary>
    public required string State { get; init; }

    /// <summary>True always shows the consent page; false skips it where TikTok can.</summary>
    /// <value>Default: null, not sent; TikTok then skips it where it can.</value>
    public bool? DisableAutoAuth { get; init; }

    /// <summary>From <see cref="CodeVerifier.ToChallenge"/>; sends <c>code_challenge_method=S256</c> beside it.</summary>
    /// <value>Default: null. Required for desktop and mobile (<see cref="TikTokPkce"/>).</value>
    public string? CodeChallenge { get; init; }

    /// <summary>Language of the page (<c>lang</c>). Sent by TikTok's Android SDK, undocumented for web.</summary>
    /// <value>Default: null, not sent.</value>
    public string? Language { get; init; }

    /// <summary>Where the redirect URI is registered.</summary>
    /// <value>Default: null; desktop for loopback hosts, otherwise web.</value>
    public TikTokPlatform? Platform { get; init; }

    /// <summary>Anything else to send (RFC 6749, section 3.1). May not name a parameter that this library sets or TikTok answers with.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> AdditionalParameters { get; init; } = [];

    /// <summary>Hides the state, which is worth as much as the sign-in that it guards.</summary>
    /// <returns>Redirect URI and scopes.</returns>
    public override string ToString() => $"{RedirectUri} {Scopes}";
}
