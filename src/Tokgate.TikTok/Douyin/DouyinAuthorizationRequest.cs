namespace Tokgate.TikTok;

/// <summary>
/// What to ask of Douyin's authorization page, which shows a QR code to scan with Douyin. There is no PKCE: state is what binds the answer to the browser.
/// See https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/account-permission/douyin-get-permission-code.
/// </summary>
public sealed record DouyinAuthorizationRequest
{
    /// <summary>
    /// Where Douyin sends the browser back to, as registered: https, without a query. What follows a <c>#</c> is not compared. A loopback address may be http where
    /// <see cref="DouyinEndpoints"/> is an emulator on loopback too.
    /// </summary>
    public required string RedirectUri { get; init; }

    /// <summary>What the user must grant.</summary>
    public required TikTokScopes Scopes { get; init; }

    /// <summary>What the user may leave out (<c>optionalScope</c>). None of <see cref="Scopes"/>.</summary>
    /// <value>Default: empty, not sent.</value>
    public IReadOnlyCollection<DouyinOptionalScope> OptionalScopes { get; init; } = [];

    /// <summary>Unguessable, bound to this browser, used once. Douyin does not insist on it; this library does.</summary>
    public required string State { get; init; }

    /// <summary>Anything else to send (RFC 6749, section 3.1). May not name a parameter that this library sets or Douyin answers with.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> AdditionalParameters { get; init; } = [];

    /// <summary>Hides the state, which is worth as much as the sign-in that it guards.</summary>
    /// <returns>Redirect URI and scopes.</returns>
    public override string ToString() => $"{RedirectUri} {Scopes}";
}
