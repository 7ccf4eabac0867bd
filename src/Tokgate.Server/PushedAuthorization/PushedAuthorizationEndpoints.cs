using System.Buffers.Text;
using Tokgate.Server.Audit;
using Tokgate.Server.Authorize;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.PushedAuthorization;

/// <summary>Pushed authorization requests (RFC 9126).</summary>
/// <remarks>
/// Owns <c>POST /oauth/par</c>: the client proves itself, its request goes down the same ladder as one that a browser brings, and what comes out waits under a handle for
/// a browser. Does not own how it is picked up (Authorize), nor that one code answers it (AuthorizationAnswers).
/// </remarks>
internal sealed class PushedAuthorizationEndpoints(ClientAuthentication authentication, AuthorizeLadder ladder, IWaitingRequestStore waiting, AuditTrail trail, TimeProvider time)
{
    public const string Path = "/oauth/par";

    // FAPI 2.0 Security Profile, 5.3.2.2: less than 600 seconds.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, form, error) = await ClientRequest.ReadAsync(context, authentication);
        CrossOrigin.Allow(context, caller?.Registered.Origins);
        error ??= form.Has("request_uri") ? OAuthError.InvalidRequest("A pushed request cannot refer to another one.") : null;
        var client = caller?.Client;
        var target = client is null ? null : RedirectUris.Match(client.RedirectUris, form["redirect_uri"], client.IsNative);
        error ??= target is null ? OAuthError.InvalidRequest("The redirect_uri is missing or not registered.") : null;
        if (error is not null)
        {
            await RefuseAsync(context, error);
            return;
        }

        // Both are there when there is no error.
        var draft = new AuthorizeDraft(form, client!, new AuthorizationRequest { ClientId = client!.Id, RedirectUri = target!.Value, State = form["state"] }) { IsPushed = true };
        if (await ladder.RunAsync(draft, context.RequestAborted) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        var handle = Handle.New(HandleKind.PushedRequest);
        var hash = handle.Hash();
        await waiting.AddAsync(hash, draft.Request with { PushedId = Base64Url.EncodeToString(hash) }, sessionId: null, time.GetUtcNow() + Lifetime, context.RequestAborted);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status201Created, handle, static (json, given) =>
        {
            json.WriteString("request_uri"u8, AuthorizeEndpoints.RequestUriPrefix + given.Reveal());
            json.WriteNumber("expires_in"u8, (long)Lifetime.TotalSeconds);
        });
    }

    private ValueTask RefuseAsync(HttpContext context, OAuthError error)
    {
        trail.Refused(AuditNames.PushedRequestRefused, error.Code);
        return ResponseWriter.WriteAsync(context, error);
    }
}
