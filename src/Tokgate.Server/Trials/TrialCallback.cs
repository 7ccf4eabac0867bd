using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.Trials;

/// <summary>
/// Where the browser of a trial comes back to. It goes as far as a sign-in does but for the last step: nobody is made or changed, nothing is kept but what was seen, and what
/// TikTok issued is given back.
/// </summary>
internal sealed class TrialCallback(
    ITrialRunStore store, TrialStart start, TrialResult result, ConnectionDirectory connections, BrowserCookies cookies, UpstreamExchange exchange, AuditTrail trail, Issuer issuer, TimeProvider time)
    : IOtherCallback
{
    public const string EndedPath = "/dashboard/trials/ended";

    public async Task<bool> TryTakeAsync(HttpContext context, string connection, TikTokCallback callback)
    {
        if (!Handle.TryHash(HandleKind.TrialState, callback.State, out var stateHash))
        {
            return false;
        }

        // Taken before anything else is looked at: one state is good for one callback.
        var trial = await store.TakeAsync(stateHash, context.RequestAborted);
        if (trial is not { Departure: { } departure } || departure.BegunAt + UpstreamStart.Lifetime <= time.GetUtcNow() || trial.Connection != connection
            || !cookies.IsBoundTo(context.Request, departure.BrowserHash))
        {
            trail.Record(AuditNames.StateUnknown);
            BrowserRedirect.Send(context, issuer.At($"{EndedPath}?reason={ErrorIds.TrialUnknown}"));
            return true;
        }

        // Whatever the browser does meanwhile: what is begun ends, and gives back what it was given.
        var ended = await RunAsync(trial, departure, callback, start.OpenVerifier(departure, stateHash));
        await store.EndAsync(ended, CancellationToken.None);
        BrowserRedirect.Send(context, issuer.At(ended.IsOwn
            ? $"/dashboard/connections/{Uri.EscapeDataString(ended.Connection)}/try?trial={Uri.EscapeDataString(ended.Id)}"
            : $"{EndedPath}?state={ended.State.ToString().ToLowerInvariant()}{(ended.ErrorId is { } id ? $"&reason={id}" : "")}"));
        return true;
    }

    private async Task<Trial> RunAsync(Trial trial, TrialDeparture departure, TikTokCallback callback, CodeVerifier? verifier)
    {
        var timeline = new TrialTimeline(trial.Document);
        timeline.Hide(callback.State);
        timeline.Hide(callback.Code?.Reveal());
        timeline.Hide(verifier?.Reveal());
        var now = time.GetUtcNow();
        var back = timeline.Add(TrialSteps.Callback, now, now - departure.BegunAt, callback.IsSuccess, Words(callback));
        back["request"] = timeline.Request("GET", new Uri(departure.Callback), Told(callback), hasToken: false);
        if (callback.IsCancelledByUser)
        {
            return TrialResult.Cancelled(trial, timeline, now);
        }

        if (!callback.IsSuccess)
        {
            return TrialResult.Failed(trial, timeline, FailureCatalogue.Of(callback.Error), now);
        }

        return connections.Find(trial.Connection) is { } connection && connection.Config.Find(trial.TikTokApp) is { ClientSecret: { } secret } config && connection.Callback == departure.Callback
            ? await ExchangeAsync(trial, departure, timeline, connection, config, secret, callback.Code, verifier)
            : TrialResult.Failed(trial, timeline, Failure.BadRequest(ErrorIds.TrialUnusable), now);
    }

    private async Task<Trial> ExchangeAsync(
        Trial trial, TrialDeparture departure, TrialTimeline timeline, Connection connection, TikTokAppConfig config, ClientSecret secret, AuthorizationCode code, CodeVerifier? verifier)
    {
        timeline.Hide(secret.Reveal());
        using var recorder = new TrialRecorder(timeline, time);
        using var http = new HttpClient(recorder, disposeHandler: false);
        var client = new TikTokClient(http, new TikTokClientOptions { ClientKey = config.ClientKey, ClientSecret = secret, Endpoints = config.Endpoints }, time);
        var pending = new PendingSignIn
        {
            BrowserHash = departure.BrowserHash,
            Connection = trial.Connection,
            TikTokApp = trial.TikTokApp,
            Callback = departure.Callback,
            AskedScopes = departure.AskedScopes,
            Request = null,
            CreatedAt = departure.BegunAt,
            ExpiresAt = departure.BegunAt + UpstreamStart.Lifetime,
        };
        var (person, failure) = await exchange.RunAsync(connection, new TikTokApp(config, secret, new TikTokUpstream(client)), code, pending, verifier, CancellationToken.None);
        try
        {
            if (person is not null)
            {
                await result.TellAsync(trial, timeline, connection, departure, person);
            }
        }
        finally
        {
            await GiveBackAsync(trial, timeline, recorder, client);
        }

        var now = time.GetUtcNow();
        return failure is null ? TrialResult.Succeeded(trial, timeline, now) : TrialResult.Failed(trial, timeline, failure, now);
    }

    // TikTok ends everything that the account allowed the app, and not these tokens alone: of somebody who uses the app here that would be no trial any more.
    private async Task GiveBackAsync(Trial trial, TrialTimeline timeline, TrialRecorder recorder, TikTokClient client)
    {
        if (recorder.AccessToken is not { } token)
        {
            return;
        }

        if (recorder.OpenId is { Length: > 0 } openId && await store.IsKnownAsync(trial.TikTokApp, openId, CancellationToken.None))
        {
            timeline.Add(
                TrialSteps.Revoke, time.GetUtcNow(), TimeSpan.Zero, isFine: true, "Not sent: this account has signed in here before, and to revoke would end that too. The trial's tokens were forgotten.");
            return;
        }

        try
        {
            var answer = await client.RevokeAsync(AccessToken.From(token), CancellationToken.None);
            timeline.Document["revoked"] = answer.IsSuccess;
        }
        catch (Exception exception) when (exception is ArgumentException || FailureCatalogue.Of(exception) is not null)
        {
            timeline.Document["revoked"] = false; // the request and what came of it stand on the timeline
        }
    }

    private static string Words(TikTokCallback callback) =>
        callback.IsSuccess ? "TikTok sent the browser back with a code." : callback.IsCancelledByUser ? "The person said no." : "TikTok sent the browser back with an error.";

    private static IEnumerable<KeyValuePair<string, string>> Told(TikTokCallback callback)
    {
        foreach (var (name, value) in ((string, string?)[])
        [
            ("code", callback.Code is null ? null : TrialTimeline.Masked), ("scopes", callback.GrantedScopes.Count > 0 ? callback.GrantedScopes.ToString() : null), ("state", TrialTimeline.Masked),
            ("error", callback.Error?.Code), ("error_type", callback.Error?.Type), ("error_description", callback.Error?.Description), ("log_id", callback.Error?.LogId),
        ])
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }
}
