namespace Tokgate.TikTok;

/// <summary>
/// Douyin's OAuth (https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/sdk/mobile-app/permission/overall-permission): TikTok's counterpart in mainland
/// China, with a protocol of its own. Thread-safe, cheap to make, and does not own its <see cref="HttpClient"/>.
/// </summary>
/// <remarks>
/// <para>Results, errors and exceptions are those of <see cref="TikTokClient"/>, and what is said there about the <see cref="HttpClient"/> holds here. Douyin answers
/// with numbers; <see cref="TikTokError.Code"/> has what they mean in TikTok's words.</para>
/// <para>An access token lives for 15 days and its refresh token for 30. A refresh prolongs the former alone. A renewal replaces the latter, at most five times; then
/// the user must sign in again. Douyin has no call that ends a grant.</para>
/// </remarks>
public sealed class DouyinClient
{
    private readonly string _clientKey;
    private readonly ClientSecret _clientSecret;
    private readonly DouyinEndpoints _endpoints;
    private readonly Transport _transport;
    private readonly Retries _retries;

    /// <summary>Makes a client.</summary>
    /// <param name="http">What sends; the caller's to dispose.</param>
    /// <param name="options">Checked and copied here.</param>
    /// <param name="timeProvider">The clock for deadlines, time-outs and waits; null is the system's.</param>
    /// <exception cref="TikTokConfigurationException">The options cannot work; it holds every problem.</exception>
    public DouyinClient(HttpClient http, DouyinClientOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);

        var time = timeProvider ?? TimeProvider.System;
        _clientKey = options.ClientKey;
        _clientSecret = options.Checked();
        _endpoints = options.Endpoints;
        _transport = new Transport(http, options.Timeout, options.MaxResponseBytes, time);
        _retries = new Retries(options.Retry, time);
    }

    /// <summary>Writes the address to send the browser to. Sends nothing. <see cref="TikTokCallback"/> reads what comes back.</summary>
    /// <param name="request">What to ask for.</param>
    /// <returns>A string, percent-encoded; making a <see cref="Uri"/> of it and printing that would decode parts of it.</returns>
    /// <exception cref="TikTokConfigurationException">The request cannot work at Douyin; it holds every problem.</exception>
    public string BuildAuthorizationUri(DouyinAuthorizationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return DouyinAuthorizationUri.Build(_clientKey, _endpoints, request);
    }

    /// <summary>Exchanges a code for tokens. Sent once, never retried: the code may be spent. The redirect URI is not sent; Douyin does not ask for it.</summary>
    /// <param name="code">From the callback, decoded once. It lives for 10 minutes, and dies when the user signs in anew.</param>
    /// <param name="cancellationToken">Gives up waiting; the code may be spent all the same.</param>
    /// <returns>Tokens, or Douyin's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>, <c>access_token</c> or a lifetime.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokTokens>> ExchangeCodeAsync(AuthorizationCode code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return PostAsync(
            TikTokEndpoint.DouyinExchange,
            "/oauth/access_token/",
            [new("client_secret", _clientSecret.Reveal()), new("code", code.Reveal()), new("grant_type", "authorization_code")],
            TokenReading.Tokens,
            cancellationToken);
    }

    /// <summary>
    /// Gets an access token for a refresh token, or prolongs the one there is. The refresh token and its deadline stay as they are, so a refresh whose answer is lost
    /// costs nothing and may be sent again. Not retried here.
    /// </summary>
    /// <param name="refreshToken">The grant's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Tokens, or Douyin's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>, <c>access_token</c> or a lifetime.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        return PostAsync(
            TikTokEndpoint.DouyinRefresh,
            "/oauth/refresh_token/",
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())], // Douyin takes no secret here
            TokenReading.Tokens,
            cancellationToken);
    }

    /// <summary>
    /// Replaces a refresh token by one that lives for another 30 days. The old one dies. Sent once, never retried. Must happen before the old one's deadline, at most five
    /// times for one sign-in (<see cref="TikTokErrorCodes.RenewalLimitReached"/>), and by an app that has <see cref="DouyinScopeNames.RenewRefreshToken"/>.
    /// </summary>
    /// <param name="refreshToken">The grant's.</param>
    /// <param name="cancellationToken">Gives up waiting; the refresh token may be dead all the same.</param>
    /// <returns>The new one, or Douyin's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks the token or its lifetime.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<DouyinRefreshToken>> RenewRefreshTokenAsync(RefreshToken refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        return PostAsync(
            TikTokEndpoint.DouyinRenewal,
            "/oauth/renew_refresh_token/",
            [new("refresh_token", refreshToken.Reveal())],
            DouyinReading.Renewal,
            cancellationToken);
    }

    /// <summary>
    /// Gets a token of the app itself. It shortens the life of the one before it to 5 minutes, and Douyin takes at most 500 of these calls in 5 minutes: keep it and share it.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The token, or Douyin's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read.</exception>
    /// <exception cref="HttpRequestException">The transport failed.</exception>
    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken = default) =>
        CallMeter.MeasureAsync(TikTokEndpoint.DouyinClientToken, ReadClientTokenAsync(cancellationToken));

    /// <summary>Gets the user's public profile. Needs <c>user_info</c>. Retried by <see cref="DouyinClientOptions.Retry"/>.</summary>
    /// <param name="accessToken">The user's.</param>
    /// <param name="openId">The user, as the exchange named them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The user, or Douyin's refusal.</returns>
    /// <exception cref="TikTokProtocolException">The answer cannot be read, or lacks <c>open_id</c>.</exception>
    /// <exception cref="HttpRequestException">The transport failed, on the last try too.</exception>
    public Task<TikTokResult<DouyinUser>> GetUserAsync(AccessToken accessToken, string openId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        ArgumentException.ThrowIfNullOrEmpty(openId);
        return CallMeter.MeasureAsync(TikTokEndpoint.DouyinUserInfo, ReadUserAsync(accessToken, openId, cancellationToken));
    }

    private async Task<TikTokResult<TikTokClientToken>> ReadClientTokenAsync(CancellationToken cancellationToken)
    {
        // Douyin wants JSON here, instead of RFC 6749's form, and a grant type in the singular, instead of its client_credentials (section 4.4.2).
        var content = DouyinJson.Of(("grant_type", "client_credential"), ("client_key", _clientKey), ("client_secret", _clientSecret.Reveal()));
        var answer = await SendAsync(TikTokEndpoint.DouyinClientToken, "/oauth/client_token/", content, cancellationToken).ConfigureAwait(false);
        return answer.To(TokenReading.ClientToken);
    }

    private async Task<TikTokResult<DouyinUser>> ReadUserAsync(AccessToken accessToken, string openId, CancellationToken cancellationToken)
    {
        // A form, instead of TikTok's query: an access token in an address would stand in every log on the way.
        var answer = await _retries.RunAsync(
            TikTokEndpoint.DouyinUserInfo,
            token => SendAsync(
                TikTokEndpoint.DouyinUserInfo, "/oauth/userinfo/", FormContent.Of([new("access_token", accessToken.Reveal()), new("open_id", openId)]), token),
            cancellationToken).ConfigureAwait(false);
        return answer.To(DouyinReading.User);
    }

    private Task<TikTokResult<T>> PostAsync<T>(
        TikTokEndpoint endpoint, string path, KeyValuePair<string, string>[] parameters, Func<Answer, T> read, CancellationToken cancellationToken)
        where T : class
    {
        return CallMeter.MeasureAsync(endpoint, CallAsync());

        async Task<TikTokResult<T>> CallAsync() =>
            (await SendAsync(endpoint, path, FormContent.Of([new("client_key", _clientKey), .. parameters]), cancellationToken).ConfigureAwait(false)).To(read);
    }

    // Douyin names the client client_key, instead of RFC 6749's client_id, and takes it in the body.
    private async Task<Answer> SendAsync(TikTokEndpoint endpoint, string path, HttpContent content, CancellationToken cancellationToken) => DouyinEnvelope.Open(
        await _transport.SendAsync(
            endpoint,
            new HttpRequestMessage(HttpMethod.Post, TikTokEndpoints.Join(_endpoints.Address, path)) { Content = content },
            cancellationToken).ConfigureAwait(false));
}
