namespace Tokgate.TikTok;

/// <summary>
/// The calls of <c>/v2/oauth/token/</c> and <c>/v2/oauth/revoke/</c>. Each is sent once: a code and a refresh token may be spent by a
/// request whose answer is lost, and only the caller knows what to do then.
/// </summary>
internal sealed class TokenCalls(Transport transport, ClientSetup setup)
{
    private const string TokenPath = "/v2/oauth/token/";
    private const string RevokePath = "/v2/oauth/revoke/";

    public async Task<TikTokResult<TikTokTokens>> ExchangeAsync(
        AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            TikTokEndpoint.Exchange,
            TokenPath,
            [
                new("grant_type", "authorization_code"),
                new("code", code.Reveal()),
                new("redirect_uri", redirectUri),
                .. codeVerifier is null ? Array.Empty<KeyValuePair<string, string>>() : [new("code_verifier", codeVerifier.Reveal())],
            ],
            cancellationToken).ConfigureAwait(false);
        return Tokens(answer);
    }

    public async Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken refreshToken, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            TikTokEndpoint.Refresh,
            TokenPath,
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())],
            cancellationToken).ConfigureAwait(false);
        return Tokens(answer);
    }

    public async Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            TikTokEndpoint.ClientToken, TokenPath, [new("grant_type", "client_credentials")], cancellationToken).ConfigureAwait(false);
        return answer.IsRefusal ? answer.Refusal<TikTokClientToken>() : TikTokResult.Success(TokenReading.ClientToken(answer), answer.LogId);
    }

    public async Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken accessToken, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            TikTokEndpoint.Revoke, RevokePath, [new("token", accessToken.Reveal())], cancellationToken).ConfigureAwait(false);

        // TikTok's older page shows an empty answer, the newer one {}.
        if (reply.IsSuccessStatus && reply.Body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return Revoked(reply, reply.HeaderLogId);
        }

        var answer = Answer.Read(reply);
        return answer.IsRefusal ? answer.Refusal<TikTokRevocation>() : Revoked(reply, answer.LogId);
    }

    private static TikTokResult<TikTokTokens> Tokens(Answer answer) =>
        answer.IsRefusal ? answer.Refusal<TikTokTokens>() : TikTokResult.Success(TokenReading.Tokens(answer), answer.LogId);

    private static TikTokResult<TikTokRevocation> Revoked(WireReply reply, string? logId) =>
        TikTokResult.Success(new TikTokRevocation { RevokedAt = reply.ReceivedAt }, logId);

    private async Task<Answer> PostAsync(
        TikTokEndpoint endpoint, string path, KeyValuePair<string, string>[] parameters, CancellationToken cancellationToken) =>
        Answer.Read(await SendAsync(endpoint, path, parameters, cancellationToken).ConfigureAwait(false));

    private async Task<WireReply> SendAsync(
        TikTokEndpoint endpoint, string path, KeyValuePair<string, string>[] parameters, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, setup.Address(path));
        // TikTok takes key and secret in the form, instead of HTTP Basic (RFC 6749, section 2.3.1), and names the key client_key.
        request.Content = new FormUrlEncodedContent(
            [new("client_key", setup.ClientKey), new("client_secret", setup.ClientSecret.Reveal()), .. parameters]);
        return await transport.SendAsync(endpoint, request, cancellationToken).ConfigureAwait(false);
    }
}
