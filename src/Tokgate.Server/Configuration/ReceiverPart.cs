using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Configuration;

/// <summary>Receivers of our webhooks, but for those that settings declare: these are the settings' to change.</summary>
internal sealed class ReceiverPart(ReceiverSecrets sealing, TargetRules targets) : IConfigurationPart
{
    public const string Webhooks = "webhooks";

    private const string Secrets = "secrets";
    private const string Kind = "webhook";
    private const string Scope = "event_streams";

    private static readonly Members<View> Of = new(View.Empty);

    private static readonly Shape<View> Shape = new(
        "webhook",
        Of.Text("id", static view => view.Id, static (view, value) => view with { Id = value }, WebhookReceiver.MaxIdLength).CreateOnly("1 to 50 lower-case letters, digits and '-'."),
        Of.Text("url", static view => view.Url is "" ? null : view.Url, static (view, value) => view with { Url = value }, 2_048).Says("Where it listens: https, or a target that Tokgate__PrivateTargets lists."),
        Of.Texts("events", static view => view.Events, static (view, value) => view with { Events = value }, 100).Says("Types, families as grant.*, or *. All of them unless set."),
        Of.Flag("enabled", static view => view.IsEnabled, static (view, value) => view with { IsEnabled = value }).Says("false sends it nothing."),
        new Member<View>(Secrets, Schemas.ListOf(Schemas.Text)) { Kind = MemberKind.WriteOnly, Description = "References to its one secret, or its two while it is rotated: whsec_ and 24 to 64 bytes in base64." });

    public static IReadOnlyList<KeyValuePair<string, JsonObject>> AllSections => [KeyValuePair.Create(Webhooks, Shape.Schema)];

    public IReadOnlyList<KeyValuePair<string, JsonObject>> Sections => AllSections;

    public void Plan(ConfigurationDraft draft)
    {
        var before = draft.State.Receivers.ToDictionary(static receiver => receiver.Id, StringComparer.Ordinal);
        foreach (var (id, path, item) in draft.Items(Webhooks, "id"))
        {
            before.Remove(id, out var known);
            if (known?.IsFromSettings == true)
            {
                draft.Faults.Add(path, "is declared by settings (Tokgate__Webhooks__Receivers) and changed there");
                continue;
            }

            Plan(draft, known, id, path, item);
        }

        foreach (var left in draft.Document.Has(Webhooks) ? before.Values.OrderBy(static receiver => receiver.Id, StringComparer.Ordinal).ToList() : [])
        {
            if (left.IsFromSettings)
            {
                draft.Stays(Kind, left.Id, "settings declare it");
            }
            else if (draft.Prunes(Kind, left.Id))
            {
                draft.Plan(Kind, left.Id, PlannedAction.Delete, [], Scope);
                draft.Writes.Receivers.Add(new(left, null, ChangeText.Of(Told(View.Of(left)), null)));
            }
        }
    }

    public IEnumerable<KeyValuePair<string, JsonArray>> Export(ConfigurationState state)
    {
        var own = state.Receivers.Where(static receiver => !receiver.IsFromSettings).ToList();
        var names = SecretNames.Of(own.Select(static receiver => receiver.Id), "WEBHOOK");
        yield return KeyValuePair.Create(Webhooks, new JsonArray([.. own.Select(receiver =>
        {
            var told = ShapeText.Short(Told(View.Of(receiver)), ["id", "url"], static sent => Told(ShapeText.Take(Shape, View.Empty, sent, "", new Faults())));
            var count = sealing.Open(receiver.Id, receiver.SealedSecrets).Count;
            told[Secrets] = new JsonArray([.. Enumerable.Range(1, count).Select(number => JsonValue.Create(SecretReferences.Variable(number == 1 ? names[receiver.Id] : names[receiver.Id] + "_" + number)))]);
            return told;
        })]));
    }

    private void Plan(ConfigurationDraft draft, WebhookReceiver? known, string id, string path, JsonObject item)
    {
        var given = References(draft, item, path);
        var view = ShapeText.Take(Shape, View.Empty, item, path, draft.Faults);
        var faults = draft.Faults.All.Count;
        if (!WebhookReceiver.IsId(id))
        {
            draft.Faults.Add(path + ".id", "must be 1 to 50 lower-case letters, digits and '-'");
        }

        if (targets.Fault(view.Url) is { } fault)
        {
            draft.Faults.Add(path + ".url", fault);
        }

        if (WebhookTypes.Expand(view.Events) is not { } events)
        {
            draft.Faults.Add(path + ".events", $"names a type that there is not: {string.Join(", ", WebhookTypes.All)}, a family as grant.*, or *");
            return;
        }

        var secrets = SecretsOf(draft, known, id, path, given);
        if (secrets is null || draft.Faults.All.Count > faults || draft.Faults.Any)
        {
            return;
        }

        var old = known is null ? [] : sealing.Open(id, known.SealedSecrets);
        var isNewSecret = !old.Select(static secret => secret.Reveal()).SequenceEqual(secrets.Select(static secret => secret.Reveal()), StringComparer.Ordinal);
        var (before, after) = (known is null ? null : Told(View.Of(known)), Told(view));
        var members = new List<PlannedMember>(ShapeText.Difference(before, after));
        if (isNewSecret)
        {
            members.Add(new PlannedMember(Secrets, known is null ? null : Fingerprints(old), Fingerprints(secrets)) { IsSecret = true });
        }

        if (members.Count == 0)
        {
            return;
        }

        draft.Plan(Kind, id, known is null ? PlannedAction.Create : PlannedAction.Change, members, Scope);
        var receiver = new WebhookReceiver
        {
            Id = id,
            Url = new Uri(view.Url).AbsoluteUri,
            Events = events,
            SealedSecrets = isNewSecret || known is null ? sealing.Seal(id, secrets) : known.SealedSecrets,
            DisabledCause = view.IsEnabled ? null : WebhookReceiver.ByOperator,
        };
        draft.Writes.Receivers.Add(new(known, receiver, ChangeText.Of(before, after)));
    }

    private static List<GivenSecret> References(ConfigurationDraft draft, JsonObject item, string path)
    {
        var given = new List<GivenSecret>();
        if (!item.Remove(Secrets, out var sent) || sent is null)
        {
            return given;
        }

        if (sent is not JsonArray { Count: > 0 and <= ReceiverSecrets.Most } references)
        {
            draft.Faults.Add($"{path}.{Secrets}", "must be a list of one reference, or of two while the secret is rotated");
            return given;
        }

        given.AddRange(references.Select((reference, number) => draft.Secrets.Read(reference, $"{path}.{Secrets}[{number}]", draft.Faults)).OfType<GivenSecret>());
        return given;
    }

    private IReadOnlyList<WebhookSecret>? SecretsOf(ConfigurationDraft draft, WebhookReceiver? known, string id, string path, List<GivenSecret> given)
    {
        if (given.Count == 0 || given.Any(static secret => secret.Value is null))
        {
            if (known is null)
            {
                draft.Faults.Add($"{path}.{Secrets}", given.Find(static secret => secret.Value is null)?.Missing ?? "must be there: a new receiver needs a secret");
                return null;
            }

            if (given.Count > 0)
            {
                draft.Notes.Add($"Webhook {id} keeps its secrets: {string.Join(", ", given.Where(static secret => secret.Value is null).Select(static secret => secret.Reference))} has no value where the document was read.");
            }

            return sealing.Open(id, known.SealedSecrets);
        }

        var secrets = new List<WebhookSecret>();
        foreach (var secret in given)
        {
            if (WebhookSecret.TryParse(secret.Value!.Trim(), out var parsed)) // all have one, as just seen
            {
                secrets.Add(parsed);
            }
            else
            {
                draft.Faults.Add($"{path}.{Secrets}", $"{secret.Reference} is not whsec_ and 24 to 64 bytes in base64. Make one: echo whsec_$(head -c 32 /dev/urandom | base64)");
            }
        }

        return secrets.Count == given.Count ? secrets : null;
    }

    private static JsonValue Fingerprints(IReadOnlyList<WebhookSecret> secrets) =>
        JsonValue.Create(string.Join(", ", secrets.Select(static secret => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())).AsSpan(0, 4)))));

    // By what the names stand for, and spelled in one way: a family and its types are no difference.
    private static JsonObject Told(View view) => ShapeText.Settable(
        Shape.Write(view with { Url = Uri.TryCreate(view.Url, UriKind.Absolute, out var url) ? url.AbsoluteUri : view.Url, Events = WebhookTypes.Expand(view.Events) is { } all ? all.Count == WebhookTypes.All.Count ? ["*"] : all : view.Events }),
        Shape.Schema);

    private sealed record View(string Id, string Url, IReadOnlyList<string> Events, bool IsEnabled)
    {
        public static View Empty { get; } = new("", "", ["*"], IsEnabled: true);

        // One that was disabled because it failed is enabled in the document's sense: how it does is no setting.
        public static View Of(WebhookReceiver receiver) => new(receiver.Id, receiver.Url, receiver.Events, receiver.DisabledCause != WebhookReceiver.ByOperator);
    }
}
