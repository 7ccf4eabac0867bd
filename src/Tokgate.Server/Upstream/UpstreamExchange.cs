using Microsoft.Extensions.Options;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>From a code to a person. Nobody is anybody before both answers name the same account (T-09).</summary>
internal sealed class UpstreamExchange(IOptions<UpstreamOptions> options, TimeProvider time)
{
    public async Task<(UpstreamPerson? Person, Failure? Failure)> RunAsync(
        Connection connection, TikTokApp app, AuthorizationCode code, PendingSignIn pending, CodeVerifier? verifier, CancellationToken cancellationToken)
    {
        // Each request has a limit of its own, but two of them with their repetitions may take longer than a browser is kept.
        using var deadline = new CancellationTokenSource(options.Value.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await AskAsync(connection, app, code, pending, verifier, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, FailureCatalogue.Silent(options.Value.Deadline));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureCatalogue.Of(exception) is not null)
        {
            return (null, FailureCatalogue.Of(exception));
        }
    }

    private static async Task<(UpstreamPerson? Person, Failure? Failure)> AskAsync(
        Connection connection, TikTokApp app, AuthorizationCode code, PendingSignIn pending, CodeVerifier? verifier, CancellationToken cancellationToken)
    {
        var tokens = await app.Client.ExchangeCodeAsync(code, pending.Callback, verifier, cancellationToken);
        if (!tokens.IsSuccess)
        {
            return (null, FailureCatalogue.Of(tokens.Error));
        }

        // RFC 6749, 5.1: an answer that does not say is an answer that grants what was asked.
        var granted = tokens.Value.Scopes.Count > 0 ? tokens.Value.Scopes : TikTokScopes.Parse(pending.AskedScopes);
        var user = await app.Client.GetUserAsync(tokens.Value, granted, connection.Fields, cancellationToken);
        if (!user.IsSuccess)
        {
            return (null, FailureCatalogue.Of(user.Error));
        }

        return string.Equals(user.Value.OpenId, tokens.Value.OpenId, StringComparison.Ordinal)
            ? (new UpstreamPerson(user.Value, tokens.Value, granted), null)
            : (null, new Failure(ErrorIds.UpstreamOtherUser, StatusCodes.Status502BadGateway));
    }
}
