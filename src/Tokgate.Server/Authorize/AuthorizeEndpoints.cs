using Tokgate.Server.Audit;
using Tokgate.Server.Authorize.Steps;
using Tokgate.Server.Clients;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Authorize;

/// <summary>The authorization endpoint (RFC 6749, 3.1; OpenID Connect Core, 3.1.2).</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /authorize</c>: from the parameters to a typed request. Client and redirect URI come first, and what is wrong with them stays on
/// our page; after that every refusal goes to the client. A POST comes from the client's site, so the browser sends none of our cookies with it: its request
/// is checked, put aside and picked up again by a GET of our own, which is also how pushed requests come in.
/// Does not own what the request gets (AuthorizeDecision), nor the way to TikTok and back (Upstream).
/// </remarks>
internal sealed class AuthorizeEndpoints(
    ClientDirectory clients, AuthorizeLadder ladder, AuthorizeDecision decision, IWaitingRequestStore waiting, HostedPages pages, AuthorizationAnswers answers, Issuer issuer, TimeProvider time)
{
    public const string Path = "/authorize";
    public const string RequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

    private static readonly TimeSpan PostedLifetime = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(HttpContext context)
    {
        var (parameters, unreadable) = await ReadAsync(context.Request);
        if (unreadable is not null)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, unreadable.Status, unreadable.Description));
            return;
        }

        if (await FindClientAsync(parameters, context.RequestAborted) is not { } client)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.ClientUnknown), parameters["ui_locales"]);
            return;
        }

        AuditContext.Of(context).ClientId = client.Id;

        // What was pushed counts alone, whatever stands beside it (RFC 9126, 4 by RFC 9101, 5): a browser must not be able to change what a client has vouched for.
        if (parameters["request_uri"] is { } requestUri && requestUri.StartsWith(RequestUriPrefix, StringComparison.Ordinal))
        {
            await PickUpAsync(context, parameters, client, requestUri[RequestUriPrefix.Length..]);
            return;
        }

        if (RedirectUris.Match(client.RedirectUris, parameters["redirect_uri"], client.IsNative) is not { } target)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.RedirectUriUnregistered, $"Client: {client.Id}"), parameters["ui_locales"]);
            return;
        }

        var draft = new AuthorizeDraft(parameters, client, new AuthorizationRequest { ClientId = client.Id, RedirectUri = target.Value, State = parameters["state"] });
        if (await ladder.RunAsync(draft, context.RequestAborted) is { } error)
        {
            await answers.ErrorAsync(context, new RedirectError(target, error, draft.Request.State), draft.Request.ResponseMode);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await PutAsideAsync(context, draft.Request);
        }
        else
        {
            await decision.RunAsync(context, client, target, draft.Request);
        }
    }

    private static async ValueTask<(Parameters Parameters, OAuthError? Error)> ReadAsync(HttpRequest request)
    {
        var error = RequestReader.ReadQuery(request, out var parameters);
        if (error is not null || !HttpMethods.IsPost(request.Method))
        {
            return (parameters, error);
        }

        var (form, unreadable) = await RequestReader.ReadFormAsync(request, request.HttpContext.RequestAborted);

        // What stands in the address and in the body stands twice.
        return (parameters, unreadable ?? (form.Pairs.All(pair => parameters.TryAdd(pair.Key, pair.Value ?? "")) ? null : OAuthError.InvalidRequest("The request has too many parameters.")));
    }

    private async ValueTask<Client?> FindClientAsync(Parameters parameters, CancellationToken cancellationToken) =>
        parameters["client_id"] is { } id && await clients.FindAsync(id, cancellationToken) is { IsActive: true } client ? client.Client : null;

    private async Task PutAsideAsync(HttpContext context, AuthorizationRequest request)
    {
        var handle = Handle.New(HandleKind.PushedRequest);
        await waiting.AddAsync(handle.Hash(), request, sessionId: null, time.GetUtcNow() + PostedLifetime, context.RequestAborted);
        var requestUri = Uri.EscapeDataString(RequestUriPrefix + handle.Reveal());
        BrowserRedirect.Send(context, issuer.At($"{Path}?client_id={Uri.EscapeDataString(request.ClientId)}&request_uri={requestUri}"));
    }

    private async Task PickUpAsync(HttpContext context, Parameters parameters, Client client, string handle)
    {
        if (!Handle.TryHash(HandleKind.PushedRequest, handle, out var hash) || await waiting.FindAsync(hash, context.RequestAborted) is not { Request: { } request }
            || !string.Equals(request.ClientId, client.Id, StringComparison.Ordinal) || RedirectUris.Match(client.RedirectUris, request.RedirectUri, client.IsNative) is not { } target)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown), parameters["ui_locales"]);
            return;
        }

        // The page with the choice of connections comes back with the same handle and these beside it.
        await decision.RunAsync(context, client, target, request with
        {
            Connection = request.Connection ?? parameters["connection"],
            WantsQrCode = request.WantsQrCode ?? MethodStep.Read(parameters[MethodStep.Name]),
        });
    }
}
