using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Webhooks;

/// <summary>TikTok's webhooks in; ours out.</summary>
/// <remarks>
/// Owns <c>POST /webhooks/tiktok/{connection}</c>, the address to register at TikTok. What is proved to be TikTok's takes effect once: a removal ends the person's sessions that came
/// through that TikTok app, with the logout calls that belong to it, and all that was granted to clients in them; every event is audited and passed on. Anything but 200 makes TikTok
/// come again for 72 hours, so what failed on our side is answered with an error, and what was taken before with 200. The doctor's own question (<see cref="WebhookReach"/>) is answered and does nothing.
/// Owns the receivers, too, that the operator declares, their secrets and the kind of delivery that tells them (<see cref="WebhookDeliveryKind"/>). The queue, the
/// guard against private addresses and the retries are Outgoing's; the events are written by those who cause them.
/// </remarks>
internal sealed class WebhookEndpoints(ConnectionDirectory connections, TikTokWebhookGate gate, TikTokWebhookHandler handler, WebhookReach reach, AuditTrail trail)
{
    public const string Path = "/webhooks/tiktok/{connection}";

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.RouteValues["connection"] is not string name || connections.Find(name) is not { } connection)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (body, unreadable) = await RequestReader.ReadBytesAsync(context.Request, context.RequestAborted);
        if (unreadable is not null)
        {
            Refuse(context, connection, new WebhookRefusal(unreadable.Status, "unreadable"));
            return;
        }

        // Two headers would be two claims.
        var signature = context.Request.Headers[TikTokWebhook.SignatureHeader] is [{ } only] ? only : null;
        if (reach.Answer(connection, body, signature) is { } proof)
        {
            context.Response.Headers[WebhookReach.AnswerHeader] = proof;
            return;
        }

        var (told, refusal) = gate.Check(connection, body, signature);
        if (told is null)
        {
            Refuse(context, connection, refusal!); // one of the two
            return;
        }

        await handler.HandleAsync(connection, told, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    // Counted and not queued: anybody can send rubbish here.
    private void Refuse(HttpContext context, Connection connection, WebhookRefusal refusal)
    {
        trail.Count(trail.New(AuditNames.WebhookRefused) with { Connection = connection.Name, Cause = refusal.Cause, ErrorId = ErrorIds.WebhookRefused });
        context.Response.StatusCode = refusal.Status;
    }
}
