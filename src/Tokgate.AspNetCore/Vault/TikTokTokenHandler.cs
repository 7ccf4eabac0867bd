using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>Adds the token to requests that go to TikTok's API, once more with a fresh one after a refusal, and waits for the rate limit. Requests to anywhere else pass as they are.</summary>
internal sealed class TikTokTokenHandler(TikTokVault vault, TikTokSchemes schemes, IHttpContextAccessor contexts, TikTokTokenOptions options, TimeProvider time) : DelegatingHandler
{
    // Errors of TikTok's API are a few hundred bytes.
    private const int LargestError = 1 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Whoever brings a token of their own has asked the vault for it, or has another way.
        if (request.Headers.Authorization is not null || !schemes.AreAt(request.RequestUri))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var canRepeat = CanRepeat(request.Content);
        var waits = new RateLimitWaits(options.MaxRateLimitWait, time);
        var grantId = request.TikTokGrant() ?? (contexts.HttpContext is { } context ? TikTokHttpContextExtensions.GrantId(context) : null);
        long? refused = null;
        var answer = await ReadAsync(grantId, refused, cancellationToken).ConfigureAwait(false);
        while (answer.IsActive && schemes.IsAt(answer.Grant.TikTokApp, request.RequestUri!)) // the schemes are at it
        {
            var response = await SendWithAsync(request, answer.AccessToken, cancellationToken).ConfigureAwait(false);
            if (refused is null && await IsTokenRefusedAsync(response, cancellationToken).ConfigureAwait(false))
            {
                // Also for a request that cannot be repeated: the next one is not to fail for the same reason.
                refused = answer.Grant.Generation;
                answer = await ReadAsync(grantId, refused, cancellationToken).ConfigureAwait(false);
                if (!canRepeat || !answer.IsActive)
                {
                    return response;
                }

                response.Dispose();
            }
            else if (canRepeat && waits.Next(response) is { } wait)
            {
                response.Dispose();
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                answer = await ReadAsync(grantId, refused, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                return response;
            }
        }

        if (!answer.IsActive)
        {
            return NoToken.Answer(request, answer);
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private Task<TokenAnswer> ReadAsync(string? grantId, long? refused, CancellationToken cancellationToken) => grantId is null
        ? Task.FromResult(TokenAnswer.NotFound)
        : vault.GetAccessTokenAsync(grantId, new TokenRequest { RefusedGeneration = refused }, cancellationToken);

    private async Task<HttpResponseMessage> SendWithAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The message lives on in the response, in exceptions and in handlers around this one, which may send it again.
            request.Headers.Authorization = null;
        }
    }

    // TikTok says 401 also for a scope that the user did not grant, instead of RFC 6750's 403; a fresh token has the same scopes.
    private static async Task<bool> IsTokenRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return false;
        }

        await response.Content.LoadIntoBufferAsync(LargestError, cancellationToken).ConfigureAwait(false);
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return body.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("error", out var error)
                || error.ValueKind != JsonValueKind.Object
                || !error.TryGetProperty("code", out var code)
                || code.ValueKind != JsonValueKind.String
                || code.ValueEquals(TikTokErrorCodes.AccessTokenInvalid);
        }
        catch (JsonException)
        {
            return true; // a gateway's 401
        }
    }

    // Streams and contents of the application's own may be read only once.
    private static bool CanRepeat(HttpContent? content) => content switch
    {
        null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent => true,
        MultipartContent parts => parts.All(CanRepeat),
        _ => false,
    };
}
