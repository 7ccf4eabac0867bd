using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>What every browser's sign-in ends with, by whatever way TikTok's code came: its client is still there and takes the answer, the code becomes a person, and the person is signed in.</summary>
internal sealed class SignInArrival(ClientDirectory clients, UpstreamExchange exchange, SignInCompletion completion, HostedPages pages)
{
    /// <summary>Registrations change while people sign in. Null if the sign-in cannot go on, which the person has been told.</summary>
    public async Task<Arrival?> FindAsync(HttpContext context, AuthorizationRequest? request)
    {
        if (request is null)
        {
            return new Arrival(null, null);
        }

        var client = await clients.FindAsync(request.ClientId, context.RequestAborted);
        if (client is { IsActive: true } && RedirectUris.Match(client.Client.RedirectUris, request.RedirectUri, client.Client.IsNative) is { } target)
        {
            return new Arrival(client.Client, target);
        }

        await pages.FailAsync(context, Failure.BadRequest(client is null ? ErrorIds.ClientUnknown : ErrorIds.RedirectUriUnregistered), request.UiLocales);
        return null;
    }

    public async Task RunAsync(
        HttpContext context, Arrival arrival, PendingSignIn pending, (Connection Connection, TikTokApp App) through, AuthorizationCode code, CodeVerifier? verifier, UpstreamTurn turn)
    {
        var (person, failure) = await exchange.RunAsync(through.Connection, through.App, code, pending, verifier, context.RequestAborted);
        turn.Took(isAnswer: failure?.ErrorId != ErrorIds.UpstreamUnavailable);
        if (person is null)
        {
            await pages.FailAsync(context, failure!, pending.Request?.UiLocales); // one of the two is there
            return;
        }

        await completion.RunAsync(context, through.Connection, arrival.Client, arrival.Target, pending, person);
    }
}
