using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Keys;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Management.Receivers;

/// <summary>The operator's servers that are told what happens here by webhook.</summary>
/// <remarks>
/// Owns <c>/api/v2/webhooks</c>, <c>/webhooks/{id}</c>, <c>/webhooks/{id}/rotate-secret</c>, <c>/webhooks/{id}/secrets/{secret}</c>, <c>/webhooks/{id}/deliveries</c>,
/// <c>/webhooks/{id}/deliveries/{delivery}/replay</c> and <c>/webhooks/{id}/replay</c>. A secret is told once, in the answer to what made it. What settings declare is shown and is theirs to change: they are
/// written over it at every start. Does not own what is told and how (Webhooks) nor where may be told (Outgoing).
/// </remarks>
internal sealed class ReceiverEndpoints(
    IReceiverRegistry registry, ReceiverDirectory directory, ReceiverSecrets secrets, IWebhookEventStore events, TargetRules targets, Paging paging, AuditTrail trail, TimeProvider time) : IManagementEndpoints
{
    private const int MostReceivers = 50;
    private const int SecretLength = 32;

    private static readonly ManagementError FromSettings = ManagementError.Conflict("webhook_from_settings", "This receiver is declared by the broker's settings, which are written over it at every start.") with
    {
        Advice = "Change Tokgate__Webhooks__Receivers and start the broker anew, or take it out there and make it here.",
    };

    private static readonly ManagementError SecretStays = ManagementError.InvalidBody([new Fault("secret", "is settled when the receiver is made; POST rotate-secret makes another")]);

    private readonly Editing<ReceiverView> editing = new(ReceiverShape.Shape, "webhook", static view => view.Receiver.Version, view => Faults(view, targets), trail);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "webhooks", ManagementScopes.Read("event_streams"), "listWebhooks")
        {
            Summary = "The receivers, by id.",
            Answer = () => Schemas.ListOf(ReceiverShape.Shape.Schema),
        }, async call => new JsonArray([.. (await registry.ListAsync(call.Aborted)).Select(receiver => ReceiverShape.Shape.Write(View(receiver)))])),
        new(new ManagementOperation("POST", "webhooks", ManagementScopes.Create("event_streams"), "createWebhook")
        {
            Summary = "Adds a receiver. Its secret is in this answer and never again.",
            Body = () => ReceiverShape.Shape.Schema,
            Answer = () => Schemas.Object(ReceiverShape.Shape.Schema, ("secret", "string")),
            Status = StatusCodes.Status201Created,
        }, CreateAsync),
        new(new ManagementOperation("GET", "webhooks/{id}", ManagementScopes.Read("event_streams"), "getWebhook")
        {
            Summary = "One receiver, and how it does.",
            Answer = () => ReceiverShape.Shape.Schema,
        }, async call => await FindAsync(call) is { } view ? editing.Tell(view) : ManagementError.NotFound("webhook")),
        new(new ManagementOperation("PATCH", "webhooks/{id}", ManagementScopes.Update("event_streams"), "updateWebhook")
        {
            Summary = "Changes the members that are sent. enabled: true brings one back that was disabled for failing.",
            Body = () => ReceiverShape.Shape.Schema,
            Answer = () => ReceiverShape.Shape.Schema,
        }, PatchAsync),
        new(new ManagementOperation("DELETE", "webhooks/{id}", ManagementScopes.Delete("event_streams"), "deleteWebhook")
        {
            Summary = "Removes a receiver with what waits for it.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
        new(new ManagementOperation("POST", "webhooks/{id}/rotate-secret", ManagementScopes.Update("event_streams"), "rotateWebhookSecret")
        {
            Summary = "Makes another secret, told in this answer and never again. Until the one before is deleted, messages are signed with both.",
            Answer = () => Schemas.Object(ReceiverShape.Shape.Schema, ("secret", "string")),
        }, RotateAsync),
        new(new ManagementOperation("DELETE", "webhooks/{id}/secrets/{secret}", ManagementScopes.Delete("event_streams"), "deleteWebhookSecret")
        {
            Summary = "Ends one of two secrets.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteSecretAsync),
        new(new ManagementOperation("GET", "webhooks/{id}/deliveries", ManagementScopes.Read("event_streams"), "listWebhookDeliveries")
        {
            Summary = "What was sent to it, the newest first, and how that went.",
            Query = [.. Paging.Query.Where(static parameter => parameter.Name != "include_totals"), new QueryParameter("state", QueryKind.Text, "waiting, done or dead.") { Words = ["waiting", "done", "dead"] }],
            Answer = () => Schemas.PageOf("deliveries", ReceiverShape.Delivery.Schema),
        }, paging.List(DeliveriesAsync)),
        new(new ManagementOperation("POST", "webhooks/{id}/deliveries/{delivery}/replay", ManagementScopes.Update("event_streams"), "replayWebhookDelivery")
        {
            Summary = "Sends the event again to this receiver, as if for the first time. One that still waits is left alone.",
            Answer = () => Schemas.Object([], ("event_id", "string"), ("replayed", "integer")),
        }, ReplayAsync),
        new(new ManagementOperation("POST", "webhooks/{id}/replay", ManagementScopes.Update("event_streams"), "replayWebhookSince")
        {
            Summary = "Sends again to this receiver what happened since an instant and it wants, also what it was never sent. What still waits is left alone.",
            Body = () => Schemas.Object([], ("since", "string")),
            Answer = () => Schemas.Object([], ("replayed", "integer")).WithProperty("more", Schemas.Flag),
        }, ReplaySinceAsync),
    ];

    private async Task<ManagementAnswer> CreateAsync(ManagementCall call)
    {
        var (view, error) = editing.Make(call, ReceiverView.Empty);
        if (view is null)
        {
            return error!; // one of the two is there
        }

        if ((await registry.ListAsync(call.Aborted)).Count >= MostReceivers)
        {
            return ManagementError.Conflict("too_many_webhooks", $"There are {MostReceivers} receivers already.");
        }

        var (secret, given) = view.GivenSecret is null ? (New(), false) : (Parse(view.GivenSecret), true);
        var id = view.Receiver.Id.Length > 0 ? view.Receiver.Id : NewId();
        var receiver = Switched(view) with { Id = id, SealedSecrets = secrets.Seal(id, [secret]) };
        if (call.IsDryRun)
        {
            return editing.Tell(View(receiver));
        }

        if (!await registry.TryAddAsync(receiver, call.Aborted))
        {
            return ManagementError.Conflict("webhook_exists", "There is a receiver with this id.");
        }

        await directory.RefreshAsync(CancellationToken.None);
        var answer = editing.Tell(View(await registry.FindAsync(id, call.Aborted) ?? receiver));
        return given ? answer : WithSecret(answer, secret);
    }

    private async Task<ManagementAnswer> PatchAsync(ManagementCall call)
    {
        var answer = await editing.PatchAsync(
            call, () => FindAsync(call), view => registry.TryUpdateAsync(Switched(view), call.Aborted), static (before, after) => before.Receiver.IsFromSettings ? FromSettings : after.GivenSecret is null ? null : SecretStays);
        await directory.RefreshAsync(CancellationToken.None);
        return answer;
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        var answer = await editing.DeleteAsync(
            call, () => FindAsync(call), () => registry.DeleteAsync(call.Value("id"), CancellationToken.None), static view => view.Receiver.IsFromSettings ? FromSettings : null);
        await directory.RefreshAsync(CancellationToken.None);
        return answer;
    }

    private async Task<ManagementAnswer> RotateAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { } view)
        {
            return ManagementError.NotFound("webhook");
        }

        if (view.Receiver.IsFromSettings)
        {
            return FromSettings;
        }

        if (call.IsDryRun)
        {
            return editing.Tell(view);
        }

        // The newest stays beside the new one; a third never.
        var secret = New();
        var known = secrets.Open(view.Receiver.Id, view.Receiver.SealedSecrets);
        return await SealAsync(call, view, [secret, .. known.Take(ReceiverSecrets.Most - 1)]) is { } refused ? refused : WithSecret(editing.Tell(await FindAsync(call) ?? view), secret);
    }

    private async Task<ManagementAnswer> DeleteSecretAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { } view)
        {
            return ManagementError.NotFound("webhook");
        }

        if (view.Receiver.IsFromSettings)
        {
            return FromSettings;
        }

        if (!view.Secrets.Contains(call.Value("secret"), StringComparer.Ordinal))
        {
            return ManagementError.NotFound("webhook_secret");
        }

        if (view.Secrets.Count == 1)
        {
            return ManagementError.Conflict("last_webhook_secret", "A receiver needs a secret.") with { Advice = "Rotate first, or delete the receiver." };
        }

        var kept = secrets.Open(view.Receiver.Id, view.Receiver.SealedSecrets).Where(secret => ReceiverShape.NameOf(secret) != call.Value("secret"));
        return call.IsDryRun ? ManagementAnswer.Nothing : await SealAsync(call, view, [.. kept]) is { } refused ? refused : ManagementAnswer.Nothing;
    }

    private async Task<ManagementError?> SealAsync(ManagementCall call, ReceiverView view, IReadOnlyList<WebhookSecret> kept)
    {
        trail.About().Change = new JsonObject { ["after"] = new JsonObject { ["secrets"] = new JsonArray([.. kept.Select(static secret => JsonValue.Create(ReceiverShape.NameOf(secret)))]) } }.ToJsonString();
        return await registry.TryUpdateAsync(view.Receiver with { SealedSecrets = secrets.Seal(view.Receiver.Id, kept) }, call.Aborted) ? null
            : ManagementError.Conflict("busy", "The receiver was changed at the same moment.") with { Advice = "Try again." };
    }

    private async Task<ManagementAnswer> DeliveriesAsync(ManagementCall call, PageRequest page)
    {
        var id = call.Value("id");
        if (await registry.FindAsync(id, call.Aborted) is null)
        {
            return ManagementError.NotFound("webhook");
        }

        var found = await registry.DeliveriesAsync(id, call.Query("state"), page.After, page.Skip, page.Limit + 1, call.Aborted);
        return new ManagementAnswer { Body = paging.Write(call, page, "deliveries", found, static delivery => ReceiverShape.Delivery.Write(delivery), static delivery => delivery.Id, total: null) };
    }

    private async Task<ManagementAnswer> ReplayAsync(ManagementCall call)
    {
        if (await registry.FindDeliveryAsync(call.Value("id"), call.Value("delivery"), call.Aborted) is not { } delivery)
        {
            return ManagementError.NotFound("delivery");
        }

        var count = call.IsDryRun ? 0 : await events.ReplayAsync(delivery.EventId, delivery.ReceiverId, CancellationToken.None);
        return count == 0 && !call.IsDryRun
            ? ManagementError.Conflict("not_replayed", "The event is on its way, is not kept any more, or the receiver is disabled or does not want it.")
            : new JsonObject { ["event_id"] = delivery.EventId, ["replayed"] = count };
    }

    private async Task<ManagementAnswer> ReplaySinceAsync(ManagementCall call)
    {
        if (call.BodyFault("since") is { } unknown)
        {
            return unknown;
        }

        if (call.Body.Text("since") is not { } text || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            return ManagementError.InvalidBody([new Fault("since", "must be an ISO 8601 time such as 2026-11-21T18:00:00Z")]);
        }

        if (await registry.FindAsync(call.Value("id"), call.Aborted) is not { } receiver)
        {
            return ManagementError.NotFound("webhook");
        }

        if (receiver.DisabledAt is not null)
        {
            return ManagementError.Conflict("webhook_disabled", "The receiver is disabled, so nothing is sent to it.") with { Advice = "Enable it, then replay." };
        }

        var count = call.IsDryRun ? 0 : await events.ReplaySinceAsync(receiver.Id, since, CancellationToken.None);
        return new JsonObject { ["replayed"] = count, ["more"] = count == IWebhookEventStore.MostReplayed };
    }

    private async Task<ReceiverView?> FindAsync(ManagementCall call) => await registry.FindAsync(call.Value("id"), call.Aborted) is { } receiver ? View(receiver) : null;

    private ReceiverView View(WebhookReceiver receiver) => new(receiver, [.. secrets.Open(receiver.Id, receiver.SealedSecrets).Select(ReceiverShape.NameOf)]);

    // Only a switch that is moved moves anything; another address begins anew.
    private WebhookReceiver Switched(ReceiverView view) => view.WantsEnabled switch
    {
        true => view.Receiver with { DisabledAt = null, DisabledCause = null, FailingSince = null },
        false when view.IsEnabled => view.Receiver with { DisabledAt = time.GetUtcNow(), DisabledCause = WebhookReceiver.ByOperator },
        _ => view.Receiver,
    };

    private static List<Fault> Faults(ReceiverView view, TargetRules targets)
    {
        var faults = new List<Fault>();
        if (view.Receiver.Id.Length > 0 && !WebhookReceiver.IsId(view.Receiver.Id))
        {
            faults.Add(new Fault("id", $"must be 1 to {WebhookReceiver.MaxIdLength} lower-case letters, digits and '-'"));
        }

        if (targets.Fault(view.Receiver.Url) is { } fault)
        {
            faults.Add(new Fault("url", fault));
        }

        if (view.Receiver.Events.Count == 0)
        {
            faults.Add(new Fault("events", $"must name what it is told: {string.Join(", ", WebhookTypes.All)}, a family as grant.*, or *"));
        }

        if (view.GivenSecret is { } given && !WebhookSecret.TryParse(given, out _))
        {
            faults.Add(new Fault("secret", "must be whsec_ and 24 to 64 bytes in base64; leave it out to have one made"));
        }

        return faults;
    }

    private static WebhookSecret New() => Parse("whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretLength)));

    private static WebhookSecret Parse(string text) => WebhookSecret.TryParse(text, out var secret) ? secret : throw new InvalidOperationException("A secret that was checked is none.");

    private static string NewId() => "wh-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static ManagementAnswer WithSecret(ManagementAnswer answer, WebhookSecret secret)
    {
        answer.Body!.AsObject()["secret"] = secret.Reveal(); // a receiver was told
        return answer;
    }
}
