using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tokgate.TikTok;

/// <summary>The calls of <c>/v2/oauth/get_qrcode/</c> and <c>/v2/oauth/check_qrcode/</c>.</summary>
internal sealed class QrCodeCalls(Transport transport, ClientSetup setup, TimeProvider time)
{
    private const string CreatePath = "/v2/oauth/get_qrcode/";
    private const string CheckPath = "/v2/oauth/check_qrcode/";
    private const int TicketBytes = 32;
    private const int FailuresInARow = 3;

    public async Task<TikTokResult<TikTokQrCode>> CreateAsync(TikTokScopes scopes, string state, CancellationToken cancellationToken)
    {
        // TikTok's page lists no client_secret here, so none leaves.
        var answer = await PostAsync(
            TikTokEndpoint.CreateQrCode,
            CreatePath,
            [new("client_key", setup.ClientKey), new("scope", scopes.ToString()), new("state", state)],
            cancellationToken).ConfigureAwait(false);
        return answer.To(given => QrCodeReading.Created(given, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes)), state));
    }

    public async Task<TikTokResult<TikTokQrCodeCheck>> CheckAsync(TikTokQrCode qrCode, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            TikTokEndpoint.CheckQrCode,
            CheckPath,
            [new("client_key", setup.ClientKey), new("client_secret", setup.ClientSecret.Reveal()), new("token", qrCode.Token.Reveal())],
            cancellationToken).ConfigureAwait(false);
        return answer.To(given => QrCodeReading.Checked(given, qrCode));
    }

    public async Task<TikTokResult<TikTokQrCodeCheck>> WaitAsync(TikTokQrCode qrCode, TikTokQrCodePolling polling, CancellationToken cancellationToken)
    {
        polling.ThrowIfInvalid();
        var interval = polling.Interval;
        var limit = polling.Limit;
        var start = time.GetTimestamp();
        var failures = 0;

        while (true)
        {
            var wait = interval;
            try
            {
                var result = await CheckAsync(qrCode, cancellationToken).ConfigureAwait(false);
                failures = 0;
                if (IsEnd(result))
                {
                    return result;
                }

                wait = result.Error?.RetryAfter > interval ? result.Error.RetryAfter.Value : interval;
                if (time.GetElapsedTime(start) + wait > limit)
                {
                    return result;
                }
            }
            catch (Exception exception) when (IsPassing(exception, cancellationToken) && ++failures < FailuresInARow && time.GetElapsedTime(start) + wait <= limit)
            {
                // The next look tells what the lost answer held: at worst "utilised", which ends the wait with the truth.
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A 5xx of TikTok's own is as passing as a gateway's: what it may have spent, the next look tells.
    private static bool IsEnd(TikTokResult<TikTokQrCodeCheck> result) =>
        result.IsSuccess ? result.Value.IsFinal : result.Error.Outcome == TikTokOutcome.Terminal;

    // A field at fault is never passing: a foreign ticket is one.
    private static bool IsPassing(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is not TikTokProtocolException { Kind: TikTokProtocolFailure.Field }
        && TikTokOutcomes.Of(exception, TikTokEndpoint.CheckQrCode) != TikTokOutcome.Terminal;

    private async Task<Answer> PostAsync(
        TikTokEndpoint endpoint, string path, KeyValuePair<string, string>[] parameters, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, setup.Address(path));
        request.Content = new FormUrlEncodedContent(parameters);
        return Answer.Read(await transport.SendAsync(endpoint, request, cancellationToken).ConfigureAwait(false));
    }
}
