using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Management.Receivers;

/// <summary>A receiver's JSON, and that of what was sent to it.</summary>
internal static class ReceiverShape
{
    private const int NameLength = 12;

    private static readonly Members<ReceiverView> Of = new(ReceiverView.Empty);
    private static readonly Members<WebhookDelivery> OfDelivery = new(null!); // every member is told and none is taken, so the defaults are never looked at

    public static Shape<ReceiverView> Shape { get; } = new(
        "webhook",
        Of.Text("id", static view => view.Receiver.Id, static (view, value) => view with { Receiver = view.Receiver with { Id = value } }, WebhookReceiver.MaxIdLength).CreateOnly("Your name for it: lower-case letters, digits and '-'. One is made if you give none."),
        Of.Text("url", static view => view.Receiver.Url, static (view, value) => view with { Receiver = WithUrl(view.Receiver, value) }, 2_048).Says("Where it is told: https, on the public internet unless the broker's settings list it."),
        Of.Texts("events", static view => view.Receiver.Events, static (view, value) => view with { Receiver = view.Receiver with { Events = WebhookTypes.Expand(value) ?? [] } }, 100).Says("What it is told: types, families as grant.*, or *."),
        Enabled,
        Secret,
        Of.Told("secrets", Schemas.ListOf(Schemas.Object([], ("id", "string"))), static view => new JsonArray([.. view.Secrets.Select(static name => new JsonObject { ["id"] = name })]), "Fingerprints of its secrets, the newest first; two while one is rotated."),
        Of.Told("source", Schemas.Text, static view => view.Receiver.IsFromSettings ? "settings" : "api", "Who declares it: settings, or this API."),
        Of.Instant("created_at", static view => view.Receiver.CreatedAt, "When it was added."),
        Of.Instant("updated_at", static view => view.Receiver.UpdatedAt, "When it was changed."),
        Of.Instant("failing_since", static view => view.Receiver.FailingSince, "The first failure since the last success."),
        Of.Instant("disabled_at", static view => view.Receiver.DisabledAt, "Since when it gets nothing."),
        Of.Told("disabled_cause", Schemas.Text, static view => view.Receiver.DisabledCause, "operator, gone (it answered 410) or failing."));

    public static Shape<WebhookDelivery> Delivery { get; } = new(
        "webhook_delivery",
        OfDelivery.Told("id", Schemas.Text, static delivery => delivery.Id, "The delivery."),
        OfDelivery.Told("event_id", Schemas.Text, static delivery => delivery.EventId, "As in the header webhook-id."),
        OfDelivery.Told("state", Schemas.Text, static delivery => delivery.State, "waiting, done or dead."),
        OfDelivery.Number("attempts", static delivery => delivery.Attempts, "How often it was tried."),
        OfDelivery.Number("last_status", static delivery => delivery.LastStatus, "What the receiver answered last."),
        OfDelivery.Told("last_cause", Schemas.Text, static delivery => delivery.LastCause, "Why there was no answer."),
        OfDelivery.Instant("created_at", static delivery => delivery.CreatedAt, "When it happened."),
        OfDelivery.Instant("ended_at", static delivery => delivery.EndedAt, "When it was done or given up."));

    /// <summary>What a secret is called by: the beginning of its hash, which says nothing of 192 random bits and more.</summary>
    public static string NameOf(WebhookSecret secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())))[..NameLength];

    private static Member<ReceiverView> Enabled => Of.Flag("enabled", static view => view.WantsEnabled ?? view.IsEnabled, static (view, value) => view with { WantsEnabled = value }).Says("Whether it is told anything.");

    private static Member<ReceiverView> Secret => Of.Optional("secret", static _ => null, static (view, value) => view with { GivenSecret = value }, 200) with
    {
        Kind = MemberKind.WriteOnly,
        Description = "For a new one, if you bring a secret of your own: whsec_ and 24 to 64 bytes in base64. To change it later, rotate.",
    };

    private static WebhookReceiver WithUrl(WebhookReceiver receiver, string url) =>
        receiver.Url == url ? receiver
        : receiver.DisabledCause == WebhookReceiver.ByOperator ? receiver with { Url = url, FailingSince = null }
        : receiver with { Url = url, FailingSince = null, DisabledAt = null, DisabledCause = null };
}
