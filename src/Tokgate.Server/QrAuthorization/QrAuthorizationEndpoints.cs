using Tokgate.Server.Audit;
using Tokgate.Server.Authorize;
using Tokgate.Server.Authorize.Steps;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.Server.Upstream.QrCodes;
using Tokgate.TikTok;

namespace Tokgate.Server.QrAuthorization;

/// <summary>QR codes for programs: a television, a kiosk, a terminal, or an application's own page. In the shape of RFC 8628, with TikTok's app in the place of a second browser.</summary>
/// <remarks>
/// Owns <c>POST /oauth/qr</c>: the client proves itself as it can, its request goes down the ladder of all requests but for what speaks of a browser, TikTok makes a code, and the client gets what to draw and a handle to ask the
/// token endpoint with. A code_challenge is required of every client: whoever sees the handle alone gets nothing for it.
/// Does not own the asking (Token's QrCodeGrant, Upstream's QrLook).
/// </remarks>
internal sealed class QrAuthorizationEndpoints(
    ClientAuthentication authentication, AuthorizeLadder ladder, ConnectionDirectory connections, QrStart start, UpstreamRefusal refusals, AuditTrail trail)
{
    public const string Path = "/oauth/qr";

    /// <summary>RFC 8628, 3.2: what a client waits between two requests unless told.</summary>
    private const int Interval = 5;

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, form, error) = await ClientRequest.ReadAsync(context, authentication);
        CrossOrigin.Allow(context, caller?.Registered.Origins);
        if (error is null)
        {
            (var handle, var code, error) = await BeginAsync(context, caller!.Client, form); // set when there is no error
            if (error is null)
            {
                await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, (Id: handle!, Code: code!), static (json, given) => // both are there without an error
                {
                    json.WriteString("qr_id"u8, given.Id.Reveal());
                    json.WriteString("qr_uri"u8, given.Code.Content);
                    json.WriteNumber("expires_in"u8, (long)QrStart.CodeLifetime.TotalSeconds);
                    json.WriteNumber("interval"u8, Interval);
                });
                return;
            }
        }

        trail.Refused(AuditNames.QrRequestRefused, error.Code);
        await ResponseWriter.WriteAsync(context, error);
    }

    private async Task<(Handle? Handle, TikTokQrCode? Code, OAuthError? Error)> BeginAsync(HttpContext context, Client client, Parameters form)
    {
        if (!client.Allows(GrantTypes.QrCode))
        {
            return (null, null, OAuthError.UnauthorizedClient("The client may not use this grant type."));
        }

        var draft = new AuthorizeDraft(form, client, new AuthorizationRequest { ClientId = client.Id, RedirectUri = "", FlowId = RandomId.New() }) { IsPushed = true };
        if (await ladder.RunForProgramAsync(draft, context.RequestAborted) is { } refusal)
        {
            return (null, null, refusal);
        }

        if (PkceStep.Check(draft, isRequired: true) is { } unbound)
        {
            return (null, null, unbound);
        }

        if (connections.FindFor(client.Connections, draft.Request.Connection) is not { } connection)
        {
            return (null, null, OAuthError.InvalidRequest("The request must name one of the connections that the client may use."));
        }

        var about = AuditContext.Of(context);
        about.FlowId = draft.Request.FlowId;
        about.ClientId = client.Id;
        var (handle, code, failure) = await start.BeginAsync(draft.Request, connection, browserHash: null, limit: null, context.RequestAborted);
        return (handle, code, failure is null ? null : refusals.Of(failure));
    }
}
