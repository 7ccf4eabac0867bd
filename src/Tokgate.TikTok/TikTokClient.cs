namespace Tokgate.TikTok;

/// <summary>
/// TikTok's Login Kit v2 (https://developers.tiktok.com/doc/login-kit-web). Thread-safe, cheap to make, and does not own its
/// <see cref="HttpClient"/>.
/// </summary>
/// <remarks>
/// <para>A refusal by TikTok is a value (<see cref="TikTokResult{T}"/>). What throws is a broken world: the transport's own exceptions pass
/// untouched (<see cref="HttpRequestException"/>, <see cref="IOException"/>, and <see cref="TaskCanceledException"/> with a
/// <see cref="TimeoutException"/> inside), and an answer that cannot be read is a <see cref="TikTokProtocolException"/>.
/// <see cref="TikTokOutcomes.Of"/> says for all of them whether asking again is safe.</para>
/// <para>Give it an <see cref="HttpClient"/> whose handler does not follow redirects (<c>AllowAutoRedirect = false</c>): TikTok's endpoints
/// send none, and a followed one would carry tokens elsewhere. <see cref="HttpClient.BaseAddress"/> is not used.</para>
/// </remarks>
public sealed class TikTokClient
{
    private readonly ClientSetup _setup;
    private readonly TokenCalls _tokens;
    private readonly ResourceCalls _resources;

    /// <summary>Makes a client.</summary>
    /// <param name="http">What sends; the caller's to dispose.</param>
    /// <param name="options">Checked and copied here.</param>
    /// <param name="timeProvider">The clock for deadlines, time-outs and waits; null is the system's.</param>
    /// <exception cref="TikTokConfigurationException">The options cannot work; it holds every problem.</exception>
    public TikTokClient(HttpClient http, TikTokClientOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();

        var time = timeProvider ?? TimeProvider.System;
        var transport = new Transport(http, options.Timeout, options.MaxResponseBytes, time);
        _setup = new ClientSetup(options.ClientKey, options.ClientSecret, options.Endpoints);
        _tokens = new TokenCalls(transport, _setup);
        _resources = new ResourceCalls(transport, _setup, new Retries(options.Retry, time));
    }

    /// <summary>Writes the address to send the browser to. Sends nothing.</summary>
    /// <param name="request">What to ask for.</param>
    /// <returns>A string, percent-encoded; making a <see cref="Uri"/> of it and printing that would decode parts of it.</returns>
    /// <exception cref="TikTokConfigurationException">The request cannot work at TikTok; it holds every problem.</exception>
    public string BuildAuthorizationUri(TikTokAuthorizationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AuthorizationUri.Build(_setup.ClientKey, _setup.Endpoints, request);
    }

    /// <summary>Exchanges a code for tokens (RFC 6749, section 4.1.3). Sent once, never retried: the code may be spent.</summary>
    /// <param name="code">From the callback, decoded once.</param>
    /// <param name="redirectUri">Byte for byte the one of the authorization request.</param>
    /// <param name="codeVerifier">The verifier whose challenge was sent; null when none was.</param>
    /// <param name="cancellationToken">Gives up waiting; the code may be spent all the same.</param>
    /// <returns>Tokens, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>, <c>access_token</c> or a lifetime.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokTokens>> ExchangeCodeAsync(
        AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentException.ThrowIfNullOrEmpty(redirectUri);
        return _tokens.ExchangeAsync(code, redirectUri, codeVerifier, cancellationToken);
    }

    /// <summary>
    /// Gets new tokens for a refresh token (RFC 6749, section 6). Sent once, never retried: TikTok retires the refresh token when it answers.
    /// Never run two at once for one grant.
    /// </summary>
    /// <param name="refreshToken">The most recent one.</param>
    /// <param name="cancellationToken">Gives up waiting; the refresh token may be spent all the same.</param>
    /// <returns>Tokens, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>, <c>access_token</c> or a lifetime.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        return _tokens.RefreshAsync(refreshToken, cancellationToken);
    }

    /// <summary>Ends the user's grant; both tokens die, and the app disappears from the user's list. Sent once.</summary>
    /// <param name="accessToken">A live access token; TikTok documents no other.</param>
    /// <param name="cancellationToken">Gives up waiting; the grant may be ended all the same.</param>
    /// <returns>Done, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken accessToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        return _tokens.RevokeAsync(accessToken, cancellationToken);
    }

    /// <summary>Gets a token of the app itself (RFC 6749, section 4.4). It says nothing about whether Login Kit is approved.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The token, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken = default) =>
        _tokens.GetClientTokenAsync(cancellationToken);

    /// <summary>Gets the user's profile, asking only for what the granted scopes allow. Retried by <see cref="TikTokClientOptions.Retry"/>.</summary>
    /// <param name="accessToken">The user's.</param>
    /// <param name="grantedScopes">What was granted (<see cref="TikTokTokens.Scopes"/>), not what was asked for.</param>
    /// <param name="fields">What is wanted; null is everything documented (<see cref="TikTokFields.All"/>). <c>open_id</c> is always asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The user, with what had to be left out in <see cref="TikTokUser.OmittedFields"/>; or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>.</exception>
    /// <exception cref="HttpRequestException">The transport failed, on the last try too.</exception>
    public Task<TikTokResult<TikTokUser>> GetUserAsync(
        AccessToken accessToken, TikTokScopes grantedScopes, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        ArgumentNullException.ThrowIfNull(grantedScopes);
        return _resources.GetUserAsync(accessToken, grantedScopes, fields, cancellationToken);
    }
}
