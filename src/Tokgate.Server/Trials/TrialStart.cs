using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;
using Tokgate.Vault;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Trials;

/// <summary>Sends a browser to TikTok for a trial, as a sign-in would: the same redirect URI, scopes and parameters, with a state of its own kind.</summary>
internal sealed class TrialStart(ITrialRunStore store, ConnectionDirectory connections, BrowserCookies cookies, AuthorizeProbe probe, MasterKeyRing ring, TimeProvider time)
{
    /// <summary>What an application asks for that says nothing special.</summary>
    public static readonly IReadOnlyList<string> Scopes = [Scope.OpenId, Scope.Profile];

    private readonly SealingKey seal = ring.Derive("trials");

    /// <summary>The trial of a link that can still run it; null if there is none.</summary>
    public async Task<Trial?> FindAsync(string? presented, CancellationToken cancellationToken) =>
        Handle.TryHash(HandleKind.TrialRun, presented, out var hash) && await store.FindByRunAsync(hash, cancellationToken) is { State: TrialState.Waiting } trial && trial.RunExpiresAt > time.GetUtcNow() ? trial : null;

    public async Task<TrialBegin> BeginAsync(HttpContext context, string? presented, bool isOwn)
    {
        if (await FindAsync(presented, context.RequestAborted) is not { } trial)
        {
            return new TrialBegin(null, null, ErrorIds.TrialLinkUnknown);
        }

        if (connections.Find(trial.Connection) is not { } connection || connection.Config.Id != trial.ConnectionId || connection.Find(trial.TikTokApp) is not { } app)
        {
            return new TrialBegin(trial, null, ErrorIds.TrialUnusable);
        }

        var state = Handle.New(HandleKind.TrialState);
        var verifier = connection.WantsPkce ? CodeVerifier.Create() : null;
        var asked = connection.ScopesFor(Scopes, connection.Config.Find(app.ClientKey));
        var (address, timeline, failure) = await PrepareAsync(connection, app, asked, state, verifier, context.RequestAborted);
        var departure = new TrialDeparture(
            cookies.Bind(context, out _), seal.SealVerifier(verifier, state.Hash()), connection.Callback, asked.ToString(), time.GetUtcNow());
        if (!await store.TryBeginAsync(Handle.HashOf(presented!), state.Hash(), isOwn, departure, timeline.Write(), context.RequestAborted)) // it was found by it
        {
            return new TrialBegin(null, null, ErrorIds.TrialLinkUnknown);
        }

        var running = trial with { State = TrialState.Running, IsOwn = isOwn, Departure = departure };
        if (failure is null)
        {
            return new TrialBegin(running, address, null);
        }

        var ended = TrialResult.Failed(running, timeline, failure, time.GetUtcNow());
        await store.EndAsync(ended, CancellationToken.None);
        return new TrialBegin(ended, null, null);
    }

    public CodeVerifier? OpenVerifier(TrialDeparture departure, byte[] stateHash) => seal.OpenVerifier(departure.SealedVerifier, stateHash);

    private async Task<(string? Address, TrialTimeline Timeline, Failure? Failure)> PrepareAsync(
        Connection connection, TikTokApp app, TikTokScopes asked, Handle state, CodeVerifier? verifier, CancellationToken cancellationToken)
    {
        var timeline = new TrialTimeline();
        timeline.Hide(state.Reveal());
        var (at, began) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            // TikTok's page is asked with a state of nobody's first: what it refuses about a set-up it tells the person and never us.
            var failure = await probe.AskAsync(connection.AuthorizationAddress(app, request: null, asked, Handle.New(HandleKind.TrialState).Reveal(), verifier?.ToChallenge(), wantsFreshSignIn: false), cancellationToken);
            var step = timeline.Add(
                TrialSteps.Page, at, time.GetElapsedTime(began), failure is null, failure is null ? "TikTok's page was asked from here, and refused nothing." : "TikTok keeps people on its own page and tells them that something went wrong.");
            if (failure is not null)
            {
                step["log_id"] = failure.LogId;
            }

            var address = connection.AuthorizationAddress(app, request: null, asked, state.Reveal(), verifier?.ToChallenge(), wantsFreshSignIn: false);
            timeline.Add(TrialSteps.Authorize, time.GetUtcNow(), TimeSpan.Zero, failure is null, failure is null ? "The browser was sent there." : "The browser would have been sent there.")["request"] =
                timeline.Request("GET", new Uri(address), [], hasToken: false);
            return (address, timeline, failure);
        }
        catch (TikTokConfigurationException exception)
        {
            timeline.Add(TrialSteps.Authorize, at, time.GetElapsedTime(began), isFine: false, exception.Message);
            return (null, timeline, Failure.BadRequest(ErrorIds.TrialUnusable, exception.Message));
        }
        catch (Exception exception) when (FailureCatalogue.Of(exception) is { } failure && !cancellationToken.IsCancellationRequested)
        {
            timeline.Add(TrialSteps.Page, at, time.GetElapsedTime(began), isFine: false, "TikTok's page could not be reached from here.");
            return (null, timeline, failure);
        }
    }
}
