namespace Tokgate.TikTok;

/// <summary>
/// The calls of <c>/v2/oauth/token/</c> and <c>/v2/oauth/revoke/</c>. Each is sent once: a code and a refresh token may be spent by a
/// request whose answer is lost, and only the caller knows what to do then.
/// </summary>
internal sealed class TokenCalls(Transport transport, ClientSetup setup)
{
    public Task<TikTokResult<TikTokTokens>> ExchangeAsync(
        AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier, CancellationToken cancellationToken) => PostAsync(
            TikTokEndpoint.Exchange,
            [
                new("grant_type", "authorization_code"),
                new("code", code.Reveal()),
                new("redirect_uri", redirectUri),
                .. codeVerifier is null ? Array.Empty<KeyValuePair<string, string>>() : [new("code_verifier", codeVerifier.Reveal())],
            ],
            TokenReading.Tokens,
            cancellationToken);

    public Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken refreshToken, CancellationToken cancellationToken) => PostAsync(
        TikTokEndpoint.Refresh, [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())], TokenReading.Tokens, cancellationToken);

    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken) => PostAsync(
        TikTokEndpoint.ClientToken, [new("grant_type", "client_credentials")], TokenReading.ClientToken, cancellationToken);

    public async Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken accessToken, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            TikTokEndpoint.Revoke, setup.Revocation, [new("token", accessToken.Reveal())], cancellationToken).ConfigureAwait(false);

        // TikTok's older page shows an empty answer, the newer one {}.
        if (reply.IsSuccessStatus && reply.Body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return TikTokResult.Success(Revoked(reply), reply.HeaderLogId);
        }

        return Answer.Read(reply).To(static answer => Revoked(answer.Reply));
    }

    private static TikTokRevocation Revoked(WireReply reply) => new() { RevokedAt = reply.ReceivedAt };

    private async Task<TikTokResult<T>> PostAsync<T>(
        TikTokEndpoint endpoint, KeyValuePair<string, string>[] parameters, Func<Answer, T> read, CancellationToken cancellationToken)
        where T : class => Answer.Read(await SendAsync(endpoint, setup.Token, parameters, cancellationToken).ConfigureAwait(false)).To(read);

    // TikTok takes key and secret in the form, instead of HTTP Basic (RFC 6749, section 2.3.1), and names the key client_key.
    private Task<WireReply> SendAsync(TikTokEndpoint endpoint, Uri address, KeyValuePair<string, string>[] parameters, CancellationToken cancellationToken) => transport.SendAsync(
        endpoint,
        new HttpRequestMessage(HttpMethod.Post, address) { Content = FormContent.Of([new("client_key", setup.ClientKey), new("client_secret", setup.ClientSecret.Reveal()), .. parameters]) },
        cancellationToken);
}
