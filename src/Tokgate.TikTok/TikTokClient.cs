using System.Runtime.CompilerServices;

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
    private const int LargestPage = 20;

    private readonly ClientSetup _setup;
    private readonly TokenCalls _tokens;
    private readonly ResourceCalls _resources;
    private readonly QrCodeCalls _qrCodes;

    /// <summary>Makes a client.</summary>
    /// <param name="http">What sends; the caller's to dispose.</param>
    /// <param name="options">Checked and copied here.</param>
    /// <param name="timeProvider">The clock for deadlines, time-outs and waits; null is the system's.</param>
    /// <exception cref="TikTokConfigurationException">The options cannot work; it holds every problem.</exception>
    public TikTokClient(HttpClient http, TikTokClientOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        var secret = options.Checked();
        var time = timeProvider ?? TimeProvider.System;
        var transport = new Transport(http, options.Timeout, options.MaxResponseBytes, time);
        _setup = new ClientSetup(options.ClientKey, secret, options.Endpoints);
        _tokens = new TokenCalls(transport, _setup);
        _resources = new ResourceCalls(transport, _setup, new Retries(options.Retry, time));
        _qrCodes = new QrCodeCalls(transport, _setup, time);
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
        return CallMeter.MeasureAsync(TikTokEndpoint.Exchange, _tokens.ExchangeAsync(code, redirectUri, codeVerifier, cancellationToken));
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
        return CallMeter.MeasureAsync(TikTokEndpoint.Refresh, _tokens.RefreshAsync(refreshToken, cancellationToken));
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
        return CallMeter.MeasureAsync(TikTokEndpoint.Revoke, _tokens.RevokeAsync(accessToken, cancellationToken));
    }

    /// <summary>Gets a token of the app itself (RFC 6749, section 4.4). It says nothing about whether Login Kit is approved.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The token, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken = default) =>
        CallMeter.MeasureAsync(TikTokEndpoint.ClientToken, _tokens.GetClientTokenAsync(cancellationToken));

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
        return CallMeter.MeasureAsync(TikTokEndpoint.UserInfo, _resources.GetUserAsync(accessToken, grantedScopes, fields, cancellationToken));
    }

    /// <summary>
    /// Gets the user's public videos page by page, newest first, as far as the stream is read. A refusal comes as the last element.
    /// Needs <c>video.list</c>. Each page is retried by <see cref="TikTokClientOptions.Retry"/>.
    /// </summary>
    /// <param name="accessToken">The user's.</param>
    /// <param name="fields">What is wanted; null is everything documented (<see cref="TikTokVideoFields.All"/>). <c>id</c> is always asked for.</param>
    /// <param name="pageSize">1 to 20; null leaves it to TikTok (10).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Pages, then at most one refusal.</returns>
    /// <exception cref="TikTokProtocolException">An answer cannot be read, or its cursor does not move.</exception>
    /// <exception cref="HttpRequestException">The transport failed, on the last try too.</exception>
    public async IAsyncEnumerable<TikTokResult<TikTokVideoPage>> GetVideosAsync(
        AccessToken accessToken,
        IReadOnlyCollection<string>? fields = null,
        int? pageSize = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DateTimeOffset? before = null;
        do
        {
            var page = await GetVideoPageAsync(accessToken, before, fields, pageSize, cancellationToken).ConfigureAwait(false);
            yield return page;
            before = page.Value?.Next;
        }
        while (before is not null);
    }

    /// <summary>Gets one page of the user's public videos. Needs <c>video.list</c>.</summary>
    /// <param name="accessToken">The user's.</param>
    /// <param name="before">Only videos posted before this (<see cref="TikTokVideoPage.Next"/>, or any time after 1970); null is the first page.</param>
    /// <param name="fields">As for <see cref="GetVideosAsync"/>.</param>
    /// <param name="pageSize">1 to 20; null leaves it to TikTok (10).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or its cursor does not move.</exception>
    /// <exception cref="HttpRequestException">The transport failed, on the last try too.</exception>
    public Task<TikTokResult<TikTokVideoPage>> GetVideoPageAsync(
        AccessToken accessToken,
        DateTimeOffset? before = null,
        IReadOnlyCollection<string>? fields = null,
        int? pageSize = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(before ?? DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, nameof(before));
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize ?? 1, 1, nameof(pageSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize ?? 1, LargestPage, nameof(pageSize));
        return CallMeter.MeasureAsync(TikTokEndpoint.VideoList, _resources.GetVideoPageAsync(accessToken, before, pageSize, fields, cancellationToken));
    }

    /// <summary>Gets videos by id: verifies that they are the user's and refreshes their details. Needs <c>video.list</c>.</summary>
    /// <param name="accessToken">The user's.</param>
    /// <param name="videoIds">1 to 20 ids.</param>
    /// <param name="fields">As for <see cref="GetVideosAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The videos and the ids that did not come, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read.</exception>
    /// <exception cref="HttpRequestException">The transport failed, on the last try too.</exception>
    public Task<TikTokResult<TikTokVideoLookup>> QueryVideosAsync(
        AccessToken accessToken,
        IReadOnlyCollection<string> videoIds,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        ArgumentNullException.ThrowIfNull(videoIds);
        var ids = videoIds.Distinct(StringComparer.Ordinal).ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(ids.Length, nameof(videoIds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Length, LargestPage, nameof(videoIds));
        return Array.Exists(ids, string.IsNullOrEmpty)
            ? throw new ArgumentException("A video id is empty.", nameof(videoIds))
            : CallMeter.MeasureAsync(TikTokEndpoint.VideoQuery, _resources.QueryVideosAsync(accessToken, ids, fields, cancellationToken));
    }

    /// <summary>Creates a QR code to sign in with. TikTok picks the redirect URI from the app's registration.</summary>
    /// <param name="scopes">What to ask for.</param>
    /// <param name="state">Unguessable, bound to this browser, used once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The code with its ticket filled in, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or has no place for the ticket.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokQrCode>> CreateQrCodeAsync(TikTokScopes scopes, string state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Count, nameof(scopes));
        ArgumentException.ThrowIfNullOrEmpty(state);
        return CallMeter.MeasureAsync(TikTokEndpoint.CreateQrCode, _qrCodes.CreateAsync(scopes, state, cancellationToken));
    }

    /// <summary>Looks once at a QR code. The look that sees it confirmed spends it: later ones say <see cref="TikTokQrCodeStatus.Utilised"/>.</summary>
    /// <param name="qrCode">What <see cref="CreateQrCodeAsync"/> gave.</param>
    /// <param name="cancellationToken">Gives up waiting; the code may be spent all the same.</param>
    /// <returns>How far it is, or TikTok's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or is about another's ticket or state.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokQrCodeCheck>> CheckQrCodeAsync(TikTokQrCode qrCode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(qrCode);
        return CallMeter.MeasureAsync(TikTokEndpoint.CheckQrCode, _qrCodes.CheckAsync(qrCode, cancellationToken));
    }

    /// <summary>
    /// Looks at a QR code until it is confirmed, expired or spent, or until the limit. Rides out two exceptions in a row, and refusals that pass
    /// (429, 5xx) until the limit.
    /// </summary>
    /// <param name="qrCode">What <see cref="CreateQrCodeAsync"/> gave.</param>
    /// <param name="polling">How often and how long; null is the default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The last look; when the limit is over, one that is not final, or the last refusal.</returns>
    /// <exception cref="TikTokProtocolException">An answer cannot be read, or is about another's ticket or state.</exception>
    /// <exception cref="HttpRequestException">The transport failed three times in a row.</exception>
    public Task<TikTokResult<TikTokQrCodeCheck>> WaitForQrCodeAsync(
        TikTokQrCode qrCode, TikTokQrCodePolling? polling = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(qrCode);
        return _qrCodes.WaitAsync(qrCode, polling ?? new TikTokQrCodePolling(), cancellationToken);
    }
}
