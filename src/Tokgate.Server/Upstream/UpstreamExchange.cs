using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>From a code to a person. TikTok's tokens are used for this and dropped; nobody is anybody before both answers name the same account (T-09).</summary>
internal static class UpstreamExchange
{
    public static async Task<(TikTokUser? User, TikTokScopes Granted, Failure? Failure)> RunAsync(
        TikTokApp app, AuthorizationCode code, PendingSignIn pending, CodeVerifier? verifier, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await app.Client.ExchangeCodeAsync(code, pending.Callback, verifier, cancellationToken);
            if (!tokens.IsSuccess)
            {
                return (null, TikTokScopes.None, FailureCatalogue.Of(tokens.Error));
            }

            // RFC 6749, 5.1: an answer that does not say is an answer that grants what was asked.
            var granted = tokens.Value.Scopes.Count > 0 ? tokens.Value.Scopes : TikTokScopes.Parse(pending.AskedScopes);
            var user = await app.Client.GetUserAsync(tokens.Value.AccessToken, granted, fields: null, cancellationToken);
            if (!user.IsSuccess)
            {
                return (null, granted, FailureCatalogue.Of(user.Error));
            }

            return string.Equals(user.Value.OpenId, tokens.Value.OpenId, StringComparison.Ordinal)
                ? (user.Value, granted, null)
                : (null, granted, new Failure(ErrorIds.UpstreamOtherUser, StatusCodes.Status502BadGateway));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureCatalogue.Of(exception) is not null)
        {
            return (null, TikTokScopes.None, FailureCatalogue.Of(exception));
        }
    }
}
