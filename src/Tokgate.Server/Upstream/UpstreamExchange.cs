using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>From a code to a person. Nobody is anybody before both answers name the same account (T-09).</summary>
internal static class UpstreamExchange
{
    public static async Task<(UpstreamPerson? Person, Failure? Failure)> RunAsync(
        Connection connection, TikTokApp app, AuthorizationCode code, PendingSignIn pending, CodeVerifier? verifier, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await app.Client.ExchangeCodeAsync(code, pending.Callback, verifier, cancellationToken);
            if (!tokens.IsSuccess)
            {
                return (null, FailureCatalogue.Of(tokens.Error));
            }

            // RFC 6749, 5.1: an answer that does not say is an answer that grants what was asked.
            var granted = tokens.Value.Scopes.Count > 0 ? tokens.Value.Scopes : TikTokScopes.Parse(pending.AskedScopes);
            var user = await app.Client.GetUserAsync(tokens.Value.AccessToken, granted, connection.Fields, cancellationToken);
            if (!user.IsSuccess)
            {
                return (null, FailureCatalogue.Of(user.Error));
            }

            return string.Equals(user.Value.OpenId, tokens.Value.OpenId, StringComparison.Ordinal)
                ? (new UpstreamPerson(user.Value, tokens.Value, granted), null)
                : (null, new Failure(ErrorIds.UpstreamOtherUser, StatusCodes.Status502BadGateway));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureCatalogue.Of(exception) is not null)
        {
            return (null, FailureCatalogue.Of(exception));
        }
    }
}
