using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>Code and refresh token become tokens (RFC 6749, 4.1.3 and 6).</summary>
internal sealed class ProxyTokenEndpoint(ProxyClients clients, ProxyScopes scopes, UpstreamRoom room) : ProxyEndpoint(room)
{
    public const string Path = "/proxy/token";

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, byHeader, form, error) = await ReadAsync(context, clients);
        var (result, broken) = error is not null ? (null, error) : await ExchangeAsync(caller!, form); // there without an error
        if (result is not { IsSuccess: true, Value: var tokens })
        {
            await ProxyAnswer.RefuseAsync(context, broken ?? ProxyAnswer.Of(result!.Error!, byHeader)); // one of the two is there
            return;
        }

        scopes.Remember(tokens);
        ProxyAnswer.WriteLogId(context, result.LogId);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, tokens, static (json, tokens) =>
        {
            json.WriteString("access_token"u8, tokens.AccessToken.Reveal());
            json.WriteString("token_type"u8, tokens.TokenType);
            json.WriteNumber("expires_in"u8, (long)tokens.ExpiresIn.TotalSeconds);
            if (tokens.RefreshToken is { } refresh)
            {
                json.WriteString("refresh_token"u8, refresh.Reveal());
            }

            if (tokens.RefreshExpiresIn is { } lifetime)
            {
                json.WriteNumber("refresh_expires_in"u8, (long)lifetime.TotalSeconds);
            }

            json.WriteString("scope"u8, string.Join(' ', tokens.Scopes));
            json.WriteString("open_id"u8, tokens.OpenId);
        });
    }

    private Task<(TikTokResult<TikTokTokens>? Result, OAuthError? Error)> ExchangeAsync(ProxyCaller caller, Parameters form) => form["grant_type"] switch
    {
        "authorization_code" => ByCodeAsync(caller, form),
        "refresh_token" => SecretText.Try(RefreshToken.From, form["refresh_token"]) is { } token
            ? AskAsync(() => caller.TikTok.RefreshAsync(token, CancellationToken.None))
            : Refused(form.Has("refresh_token") ? OAuthError.InvalidGrant("This is no refresh token of TikTok's.") : OAuthError.InvalidRequest("The parameter refresh_token is missing.")),
        null => Refused(OAuthError.InvalidRequest("The parameter grant_type is missing.")),
        _ => Refused(OAuthError.UnsupportedGrantType),
    };

    private Task<(TikTokResult<TikTokTokens>? Result, OAuthError? Error)> ByCodeAsync(ProxyCaller caller, Parameters form)
    {
        if (form["redirect_uri"] is not { } redirectUri)
        {
            return Refused(OAuthError.InvalidRequest("The parameter redirect_uri is missing: TikTok wants the one of the authorization request."));
        }

        if (form["code_verifier"] is null && !caller.HasSecret)
        {
            return Refused(OAuthError.InvalidRequest("The parameter code_verifier is missing: who has no secret proves with it that the code is theirs."));
        }

        var verifier = SecretText.Try(CodeVerifier.From, form["code_verifier"]);
        if (verifier is null && form.Has("code_verifier"))
        {
            return Refused(OAuthError.InvalidRequest("The code_verifier must have at most 128 characters of A-Z a-z 0-9 - . _ ~."));
        }

        return SecretText.Try(AuthorizationCode.From, form["code"]) is { } code
            ? AskAsync(() => caller.TikTok.ExchangeCodeAsync(code, redirectUri, verifier, CancellationToken.None))
            : Refused(form.Has("code") ? OAuthError.InvalidGrant("This is no code of TikTok's.") : OAuthError.InvalidRequest("The parameter code is missing."));
    }

    private static Task<(TikTokResult<TikTokTokens>? Result, OAuthError? Error)> Refused(OAuthError error) => Task.FromResult<(TikTokResult<TikTokTokens>?, OAuthError?)>((null, error));
}
