using System.Buffers.Text;
using System.Security.Cryptography;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>
/// For clients that cannot spell TikTok's authorization request: sends the browser on to TikTok with <c>client_key</c>, scopes joined by commas and the PKCE challenge in hex,
/// which is the same digest in other digits. The browser goes to TikTok and nowhere else, so nothing can be redirected openly by it.
/// </summary>
internal sealed class ProxyAuthorizeEndpoint(ProxyClients clients)
{
    public const string Path = "/proxy/authorize";

    // OpenID Connect's words, which libraries send unasked; TikTok refuses the whole request for a word that it does not know.
    private static readonly string[] Foreign = ["openid", "profile", "email", "address", "phone", "offline_access"];

    public async Task HandleAsync(HttpContext context)
    {
        var error = Build(context.Request, out var address);
        if (error is not null)
        {
            // To the browser and not to redirect_uri, which nobody here can check.
            await ResponseWriter.WriteAsync(context, error);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
    }

    private OAuthError? Build(HttpRequest request, out string address)
    {
        address = "";
        if (RequestReader.ReadQuery(request, out var query) is { } unreadable)
        {
            return unreadable;
        }

        if (query.Repeated is { } repeated)
        {
            return OAuthError.Repeated(repeated);
        }

        if (query.Has("client_secret"))
        {
            return OAuthError.InvalidRequest("A client_secret never belongs into an address. Replace it at TikTok: it has passed through a browser.");
        }

        if (query["client_id"] is not { } clientId || clients.Find(clientId) is not { } client)
        {
            return OAuthError.InvalidRequest("The client_id is missing or not configured here. It is the client key of the app at TikTok.");
        }

        if (query["response_type"] is not "code")
        {
            return new OAuthError("unsupported_response_type", "The response_type must be code.");
        }

        if (!TryChallenge(query["code_challenge"], query["code_challenge_method"], out var challenge))
        {
            return OAuthError.InvalidRequest("The code_challenge must be the base64url or hexadecimal SHA-256 of the verifier, and code_challenge_method S256: TikTok knows no other.");
        }

        var asked = (query["scope"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Except(Foreign, StringComparer.Ordinal).ToList();
        try
        {
            address = client.TikTok.BuildAuthorizationUri(new TikTokAuthorizationRequest
            {
                RedirectUri = query["redirect_uri"] ?? "",
                Scopes = TikTokScopes.Of(asked.Count > 0 ? asked : [TikTokScopeNames.UserInfoBasic]),
                State = query["state"] ?? "",
                CodeChallenge = challenge,
                DisableAutoAuth = query["prompt"] is "login" or "consent" or "select_account" ? true : null,
                Language = query["ui_locales"]?.Split(' ')[0] ?? query["lang"],
            });
            return null;
        }
        catch (Exception faulty) when (faulty is TikTokConfigurationException or ArgumentException)
        {
            return OAuthError.InvalidRequest(faulty is TikTokConfigurationException { Problems: var problems }
                ? string.Join(" ", problems.Select(static problem => problem.Message.Replace('"', '\'')))
                : "A scope has characters that TikTok's scopes have not.");
        }
    }

    private static bool TryChallenge(string? sent, string? method, out string? challenge)
    {
        challenge = null;
        if (sent is null)
        {
            return method is null;
        }

        if (method is not "S256")
        {
            return false;
        }

        if (sent.Length == SHA256.HashSizeInBytes * 2 && sent.All(char.IsAsciiHexDigit))
        {
            challenge = sent.ToLowerInvariant();
            return true;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes + 1];
        if (!Base64Url.IsValid(sent, out var length) || length != SHA256.HashSizeInBytes || !Base64Url.TryDecodeFromChars(sent, digest, out _))
        {
            return false;
        }

        challenge = Convert.ToHexStringLower(digest[..SHA256.HashSizeInBytes]);
        return true;
    }
}
