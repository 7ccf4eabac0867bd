using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>Ends a grant (RFC 7009). TikTok takes access tokens only, and with one of them all of the person's tokens for the app end.</summary>
internal sealed class ProxyRevocationEndpoint(ProxyClients clients, UpstreamRoom room) : ProxyEndpoint(room)
{
    public const string Path = "/proxy/revoke";

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, byHeader, form, error) = await ReadAsync(context, clients);
        if ((error ?? Unusable(form)) is { } refused)
        {
            await ProxyAnswer.RefuseAsync(context, refused);
            return;
        }

        // RFC 7009, 2.2: a token that is none is as good as revoked. TikTok says invalid_request of one, and nothing else of the request can be wrong.
        if (SecretText.Try(AccessToken.From, form["token"]) is not { } token)
        {
            await DoneAsync(context);
            return;
        }

        var (result, broken) = await AskAsync(() => caller!.TikTok.RevokeAsync(token, CancellationToken.None)); // there without an error
        if (broken is not null || result is { IsSuccess: false, Error.IsAccessTokenInvalid: false, Error.Code: not (TikTokErrorCodes.InvalidGrant or TikTokErrorCodes.InvalidRequest) })
        {
            await ProxyAnswer.RefuseAsync(context, broken ?? ProxyAnswer.Of(result!.Error!, byHeader)); // as the condition says
            return;
        }

        ProxyAnswer.WriteLogId(context, result!.LogId); // there, as nothing is broken
        await DoneAsync(context);
    }

    // RFC 7009 has no body, and simple-oauth2 reads one.
    private static ValueTask DoneAsync(HttpContext context) => ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, context, static (_, _) => { });

    private static OAuthError? Unusable(Parameters form) => !form.Has("token") ? OAuthError.InvalidRequest("The parameter token is missing.")
        : form["token_type_hint"] is "refresh_token" ? OAuthError.UnsupportedTokenType with { Description = "TikTok revokes by access tokens only. Refresh, and revoke with the new access token: it ends both." }
        : null;
}
