using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Grants;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Token;

/// <summary>
/// The end of a sign-in that came to the token endpoint without a browser of ours: TikTok's code becomes a person by the same exchange, and the person a session and a grant by the same transaction, as at the callback. Nobody can be
/// asked anything here, so an application of others gets only what the person has allowed it before. The session's handle is thrown away: it is there so that the person sees it on their account page, and can end it.
/// </summary>
internal sealed class ProgramSignIn(
    UpstreamExchange exchange, UpstreamRoom room, UpstreamBreaker breaker, UpstreamRefusal refusals, SignInCompletion completion, ISessionStore sessions, IGrantStore grants, CodeRedemption redemption, AuditTrail trail)
{
    private const string ConsentOnPage = $"{ErrorIds.ConsentOnPageNeeded}: The person has not allowed this application what it asks for, and can be asked on a page only.";

    /// <param name="request">Who asks.</param>
    /// <param name="through">The app that TikTok gave the code to, and its connection.</param>
    /// <param name="pending">What was asked. It has a request.</param>
    /// <param name="takeAsync">Makes the code this caller's alone; null if it is another's already. TikTok is there to be asked when it is called.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<TokenOutcome> RunAsync(
        TokenRequestContext request, (Connection Connection, TikTokApp App) through, PendingSignIn pending, Func<Task<TakenCode?>> takeAsync, CancellationToken cancellationToken)
    {
        using var turn = breaker.Enter(through.Connection.Name);
        if (turn.Wait is { } wait)
        {
            return refusals.Of(FailureCatalogue.NotAsked(wait));
        }

        if (!room.TryEnter())
        {
            return refusals.Of(UpstreamQuestion.Crowded());
        }

        try
        {
            if (await takeAsync() is not { } taken)
            {
                return OAuthError.InvalidGrant("The code was used before.");
            }

            pending.Tell(trail.About());
            var (person, failure) = await exchange.RunAsync(through.Connection, through.App, taken.Code, pending with { Callback = taken.RedirectUri }, taken.Verifier, cancellationToken);
            turn.Took(isAnswer: failure?.ErrorId != ErrorIds.UpstreamUnavailable);
            return person is null ? Fail(failure!) : await CompleteAsync(request, through.Connection, pending, person, cancellationToken); // one of the two is there
        }
        finally
        {
            room.Leave();
        }
    }

    private async ValueTask<TokenOutcome> CompleteAsync(TokenRequestContext request, Connection connection, PendingSignIn pending, UpstreamPerson person, CancellationToken cancellationToken)
    {
        var (outcome, _, code) = await completion.CommitAsync(connection, request.Client, pending, person, formerSession: null, SignInCompletion.Shown(request.UserAgent), cancellationToken);
        if (outcome.Standing == SignInStanding.Authorized)
        {
            return await grants.FindByCodeAsync(code.Hash(), cancellationToken) is { } grant && Told(grant) && await redemption.RunAsync(request.Client, grant, cancellationToken) is { } tokens
                ? tokens
                : OAuthError.InvalidGrant("The person's session was ended meanwhile.");
        }

        if (outcome.Session is { } session)
        {
            await sessions.EndAsync(session.Id, CancellationToken.None);
        }

        return outcome.Standing switch
        {
            SignInStanding.ConsentNeeded => OAuthError.ConsentRequired(ConsentOnPage) with { ErrorId = ErrorIds.ConsentOnPageNeeded },
            SignInStanding.OtherSubject => OAuthError.AccessDenied("Somebody else signed in than was asked for."),
            _ => OAuthError.AccessDenied($"{ErrorIds.UserBlocked}: The person may not sign in here.") with { ErrorId = ErrorIds.UserBlocked },
        };
    }

    private OAuthError Fail(Failure failure)
    {
        trail.Record(trail.New(AuditNames.SignInFailed) with { ErrorId = failure.ErrorId, Cause = failure.Cause, LogId = failure.LogId });
        return refusals.Of(failure);
    }

    private bool Told(Grant grant)
    {
        GrantAudit.About(trail, grant);
        return true;
    }
}
